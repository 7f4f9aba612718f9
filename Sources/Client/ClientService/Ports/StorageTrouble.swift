/// The reason why what a console keeps on its machine could not be opened, and where that lies.
public struct StorageTrouble: Hashable, Sendable {
    /// The reasons.
    public enum Cause: Hashable, Sendable, CaseIterable {
        /// It was sealed under a key that is not the user's at this bank: it belongs to another bank,
        /// or to this one before it was made anew.
        case otherBank
        /// The file of the outbox is damaged.
        case outboxUnreadable
        /// A newer release of the program wrote the outbox.
        case outboxNewer
        /// The disk has no room left.
        case noRoom
        /// The folder or a file in it cannot be written.
        case notWritable
        /// The folder or a file in it is a link, or belongs to somebody else.
        case notTrusted
        /// Every console that one user may have on one machine is open.
        case tooManyConsoles
        /// Anything else.
        case other
    }

    /// The reason.
    public let cause: Cause
    /// The folder to show, where it can be told: that of one outbox alone where it is the outbox's.
    public let folder: String?

    /// Makes it.
    public init(_ cause: Cause, folder: String? = nil) {
        self.cause = cause
        self.folder = folder
    }
}
