/// Reason why a console's local files could not be opened, with their location.
package struct StorageTrouble: Hashable, Sendable {
    /// Cause of the failure, shown to the user.
    package enum Cause: Hashable, Sendable, CaseIterable {
        /// The files were sealed under another key than the user's at this bank.
        ///
        /// They belong to another bank, or to this one before it was set up again.
        case otherBank
        /// The outbox file is damaged.
        case outboxUnreadable
        /// The outbox was written by a newer release of the program.
        case outboxNewer
        /// The disk is full.
        case noRoom
        /// The folder or a file in it cannot be written.
        case notWritable
        /// The folder or a file in it is a link, or belongs to another user.
        case notTrusted
        /// The maximum number of consoles of one user on one machine is open.
        case tooManyConsoles
        /// Any other cause of failure.
        case other
    }

    /// Cause of the failure.
    package let cause: Cause
    /// Folder to show, if known; for the outbox, the one folder that contains it.
    package let folder: String?

    /// Creates a trouble from its cause and folder.
    package init(_ cause: Cause, folder: String? = nil) {
        self.cause = cause
        self.folder = folder
    }
}
