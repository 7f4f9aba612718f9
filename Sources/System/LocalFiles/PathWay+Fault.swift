/// One rule on who controls a path, for all files that are stored, obeyed or trusted.
extension PathWay {
    /// A place on a path where a user other than root and this user decides where the path leads.
    package enum Fault: Hashable, Sendable {
        /// A link that another user made or could replace, with a sentence about it.
        case link(sentence: String)
        /// A folder whose contents another user can replace.
        case folder(OpenFolder)
    }

    /// Returns the first unsafe link on a path, or else the first unsafe folder; nil without one.
    ///
    /// A link is unsafe if another user made it or could replace it; a folder, if another user may
    /// change it. On a path without a fault, only root and this user can replace what was checked. In a folder
    /// such as `/tmp` nobody replaces the files of others. What the user's own group may change
    /// (``PrivateGroup``), nobody else may. The last part of the path is not checked.
    package static func fault(onTheWayTo path: String) -> Fault? {
        if let sentence = strangeLink(onTheWayTo: path) { return .link(sentence: sentence) }
        return openFolder(onTheWayTo: path, owners: own, ownGroupMayChange: true)
            .map { .folder($0) }
    }
}
