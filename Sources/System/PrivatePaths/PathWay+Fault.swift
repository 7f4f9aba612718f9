/// Who puts what on the way to a path: one rule for all that is kept, given orders, or believed.
extension PathWay {
    /// A place on the way to a path by which somebody else than root and this user decides where the
    /// path leads.
    public enum Fault: Hashable, Sendable {
        /// A link that somebody else made or could replace, as a sentence.
        case link(sentence: String)
        /// A folder in which somebody else replaces what is there.
        case folder(OpenFolder)
    }

    /// The first link on the way to a path that somebody else made or could replace; where there is none,
    /// the first folder on it that somebody else may change; nil when there is none of either.
    ///
    /// Nothing that is looked at on a way without a fault is another thing a moment later, but by root
    /// and this user. In a folder such as `/tmp` nobody replaces what is somebody else's. What the user's
    /// own group may change (``PrivateGroup``) nobody else may. The last part of the path is not looked
    /// at.
    public static func fault(onTheWayTo path: String) -> Fault? {
        if let sentence = strangeLink(onTheWayTo: path) { return .link(sentence: sentence) }
        return openFolder(onTheWayTo: path, owners: own, ownGroupMayChange: true)
            .map { .folder($0) }
    }
}
