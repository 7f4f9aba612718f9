import LocalFiles

extension PrivacyFault {
    /// Requires that only root and this user decide where a path leads.
    ///
    /// What is looked at on such a way is not another thing when it is used.
    ///
    /// - Throws: `configuration` with the first link that is another's, or the first folder that others
    ///   may change.
    static func requireOwnWay(to path: String) throws(DaemonError) {
        try refuse(PrivacyFault(onTheWayTo: path))
    }

    /// Creates the fault by which others decide where a path leads; nil if there is none.
    init?(onTheWayTo path: String) {
        switch PathWay.fault(onTheWayTo: path) {
        case nil: return nil
        case .link(let sentence)?: self.init(description: sentence)
        case .folder(let folder)? where folder.isStrange:
            self.init(
                description:
                    "\(folder.path) belongs to another user, who could put something else in "
                    + "the place of \(path). Choose a path through folders of your own or of root."
            )
        case .folder(let folder)?:
            let command = ShellCommand(program: "chmod").argument("go-w").argument(folder.path)
            self.init(
                description:
                    "Others may change \(folder.path), so they could put something else in "
                    + "the place of \(path). Put it right with: \(command)"
            )
        }
    }

    /// Requires that only root and this user can replace a socket.
    ///
    /// Stricter than for other paths: to those who connect, the group of this user is one of others.
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
