import PrivatePaths

extension PrivacyFault {
    /// Makes sure that nobody but root and this user decides where a path leads.
    ///
    /// - Throws: `configuration` with the first link that is another's.
    static func requireOwnWay(to path: String) throws(DaemonError) {
        if let sentence = PathWay.strangeLink(onTheWayTo: path) {
            throw DaemonError(sentence, .configuration)
        }
    }

    /// Makes sure that nobody but root and this user puts a socket in the place of another one.
    ///
    /// - Throws: `configuration` with the first folder on the way that others may change.
    static func requireOwnSocketPlace(_ path: String) throws(DaemonError) {
        guard let folder = PathWay.openFolder(onTheWayTo: path) else { return }
        if folder.isStrange {
            throw DaemonError(
                "\(folder.path) belongs to another user, who could put another socket in the place of "
                    + "\(path). Name one in another folder in listen.socket.",
                .configuration
            )
        }
        let command = ShellCommand(program: "chmod").argument("go-w").argument(folder.path)
        throw DaemonError(
            "Others may change \(folder.path), so they could put another socket in the place of "
                + "\(path). Put it right with: \(command)",
            .configuration
        )
    }
}
