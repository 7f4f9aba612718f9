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
}
