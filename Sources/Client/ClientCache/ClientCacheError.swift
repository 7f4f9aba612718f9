/// Why the files of a console could not be used.
public struct ClientCacheError: Error, CustomStringConvertible {
    /// The reasons.
    public enum Code: Hashable, Sendable, CaseIterable {
        /// The folder cannot be made or opened.
        case folderUnusable
        /// The folder or a file in it is a link, or belongs to somebody else.
        case folderNotTrusted
        /// Every console that one user may have on one machine is open.
        case tooManyConsoles
        /// The outbox was written by a newer version of this program.
        case outboxNewer
        /// The outbox was sealed under another key.
        case outboxSealedOtherwise
        /// The database refused to do something.
        case databaseFailed
        /// The outbox's file was removed or replaced while it was open.
        case outboxFileGone
        /// The store was closed.
        case closed
    }

    /// The reason.
    public let code: Code
    /// The number that the system or SQLite gave, or 0.
    public let systemCode: Int32
    /// Where it was thrown.
    public let file: StaticString
    /// The line where it was thrown.
    public let line: UInt
    /// The numbered folder whose outbox it is about; nil for every other error.
    private(set) var outboxFolder: String?

    init(
        _ code: Code,
        systemCode: Int32 = 0,
        file: StaticString = #fileID,
        line: UInt = #line
    ) {
        self.code = code
        self.systemCode = systemCode
        self.file = file
        self.line = line
    }

    /// The same error, about the outbox in a folder.
    func ofOutbox(in folder: String) -> ClientCacheError {
        var error = self
        error.outboxFolder = folder
        return error
    }

    /// The sentence to show; it holds no path and nothing of what the files say.
    public var description: String {
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

    /// Whether both have the same reason.
    public static func == (left: ClientCacheError, right: ClientCacheError) -> Bool {
        left.code == right.code
    }
}

extension ClientCacheError: Equatable {}
