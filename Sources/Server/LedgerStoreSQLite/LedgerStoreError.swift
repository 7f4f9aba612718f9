import CSQLite
import GRDB
public import LedgerService

/// Why the books could not be opened, read or written.
///
/// Holds no value of any row.
public struct LedgerStoreError: Error, Sendable, CustomStringConvertible {
    /// The reasons.
    public enum Code: Hashable, Sendable {
        /// Another process has the books open.
        case inUse
        /// The file cannot be opened or made.
        case cannotOpen
        /// The books were never filled to the end, or their file was cut off.
        case unfinished
        /// The file of the books is no longer at its path.
        case moved
        /// A copy of the books cannot be made.
        case copyFailed
        /// The file was written by a later version of this program.
        case tooNew
        /// A row holds what this program never writes.
        case rowInvalid
        /// The database refused a statement; the number is SQLite's extended result code.
        case database(Int32)
        /// A test asked for a failure here.
        case failpoint
    }

    /// What happened.
    public let code: Code
    /// In words, without values of rows.
    public let message: String
    /// SQLite's extended result code where SQLite failed, also of one that could not open the books.
    public let databaseNumber: Int32?
    /// The file that found it.
    public let file: StaticString
    /// The line that found it.
    public let line: UInt

    init(
        _ code: Code,
        _ message: String,
        databaseNumber: Int32? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) {
        self.code = code
        self.message = message
        if case .database(let number) = code {
            self.databaseNumber = number
        } else {
            self.databaseNumber = databaseNumber
        }
        self.file = file
        self.line = line
    }

    /// Takes up what SQLite says of the last failure; its messages name columns, never values.
    init(lastFailureOf connection: OpaquePointer?, file: StaticString = #fileID, line: UInt = #line)
    {
        self.init(
            .database(sqlite3_extended_errcode(connection)),
            String(cString: sqlite3_errmsg(connection)),
            file: file,
            line: line
        )
    }

    /// Takes up an error of GRDB without the statement and its arguments.
    init(_ error: DatabaseError, file: StaticString = #fileID, line: UInt = #line) {
        self.init(
            .database(error.extendedResultCode.rawValue),
            error.message ?? "SQLite gave no message.",
            file: file,
            line: line
        )
    }

    /// Takes up why GRDB could not open the books.
    init(cannotOpen error: DatabaseError, file: StaticString = #fileID, line: UInt = #line) {
        let found = LedgerStoreError(error)
        self.init(
            .cannotOpen,
            found.message,
            databaseNumber: found.databaseNumber,
            file: file,
            line: line
        )
    }

    /// A row that this program never writes.
    static func invalidRow(
        _ table: StaticString,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> LedgerStoreError {
        LedgerStoreError(.rowInvalid, "A row of \(table) is damaged.", file: file, line: line)
    }

    /// What happened, and where.
    public var description: String { "\(message) (\(code), \(file):\(line))" }
}

extension LedgerStoreError: WritesRefusal {
    /// Whether the file of the books is gone from its path.
    public var refusesWrites: Bool { code == .moved }
}
