/// Error for local files of a console that could not be used.
package struct ClientCacheError: Error, Equatable, CustomStringConvertible {
    /// The possible reasons, for a caller to switch over.
    package enum Code: Hashable, Sendable, CaseIterable {
        /// The folder cannot be created or opened.
        case folderUnusable
        /// The folder or a file in it is a link, or belongs to another user.
        case folderNotTrusted
        /// The maximum number of consoles of one user on one machine is open.
        case tooManyConsoles
        /// The outbox was written by a newer release of this program.
        case outboxNewer
        /// The outbox was sealed under another key.
        case outboxSealedOtherwise
        /// The database reported an error.
        case databaseFailed
        /// The outbox's file was removed or replaced while it was open.
        case outboxFileGone
        /// The store was closed.
        case closed
    }

    /// Reason for the error.
    package let code: Code
    /// Error code of the system or of SQLite, or 0.
    package let systemCode: Int32
    /// Numbered folder of the outbox concerned; nil for every other error.
    private(set) var outboxFolder: String?

    init(_ code: Code, systemCode: Int32 = 0) {
        self.code = code
        self.systemCode = systemCode
    }

    /// Returns the same error, with the folder of the outbox concerned.
    func ofOutbox(in folder: String) -> ClientCacheError {
        var error = self
        error.outboxFolder = folder
        return error
    }

    /// Message for people; it contains no path and nothing from the files.
    package var description: String {
        switch code {
        case .folderUnusable: "The folder for local data cannot be used (error \(systemCode))."
        case .folderNotTrusted:
            "The folder for local data is a link, or belongs to somebody else. Name another one."
        case .tooManyConsoles:
            "You have \(UserFolder.slotLimit) consoles open on this machine. Close one first."
        case .outboxNewer:
            "The outbox was written by a newer version of this program. Use that one."
        case .outboxSealedOtherwise:
            "The outbox was sealed under another key, so it cannot be opened."
        case .databaseFailed: "The local database failed (SQLite code \(systemCode))."
        case .outboxFileGone:
            "The outbox's file was removed or replaced while it was open. Sign in again."
        case .closed: "The local data was closed."
        }
    }

    /// Returns true if both errors have the same reason.
    package static func == (left: ClientCacheError, right: ClientCacheError) -> Bool {
        left.code == right.code
    }
}
