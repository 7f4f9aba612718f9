import CSQLite
import GRDB
import LedgerService

/// Reason why the books could not be opened, read or written.
///
/// It contains no value of any row.
package struct LedgerStoreError: Error, Sendable, CustomStringConvertible {
    /// The reasons, one for each kind of failure.
    package enum Code: Hashable, Sendable {
        /// Another process has the books open.
        case inUse
        /// The file cannot be opened or created.
        case cannotOpen
        /// The books were never completed, or their file was truncated.
        case unfinished
        /// The file of the books is no longer at its path.
        case moved
        /// A copy of the books cannot be made.
        case copyFailed
        /// The file was written by a later version of this program.
        case tooNew
        /// A row contains a value that this program never writes.
        case rowInvalid
        /// SQLite failed with this extended result code.
        case database(Int32)
        /// A test injected a failure here.
        case failpoint
    }

    /// The reason for the failure.
    package let code: Code
    /// The reason in words, without values of rows.
    package let message: String
    /// SQLite's extended result code if SQLite failed, including a failure to open the books.
    package let databaseNumber: Int32?
    /// The source file that threw the error.
    package let file: StaticString
    /// The source line that threw the error.
    package let line: UInt

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

    /// Creates the error from the last failure of a connection.
    ///
    /// SQLite's messages name columns and never values.
    init(lastFailureOf connection: OpaquePointer?, file: StaticString = #fileID, line: UInt = #line)
    {
        self.init(
            .database(sqlite3_extended_errcode(connection)),
            String(cString: sqlite3_errmsg(connection)),
            file: file,
            line: line
        )
    }

    /// Creates the error from one of GRDB, without the statement and its arguments.
    init(
        _ error: DatabaseError,
        as code: Code? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) {
        let number = error.extendedResultCode.rawValue
        self.init(
            code ?? .database(number),
            error.message ?? "SQLite gave no message.",
            databaseNumber: number,
            file: file,
            line: line
        )
    }

    /// Returns the error for a row that this program never writes.
    static func invalidRow(
        _ table: StaticString,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> LedgerStoreError {
        LedgerStoreError(.rowInvalid, "A row of \(table) is damaged.", file: file, line: line)
    }

    /// The message, the reason and the place in the source.
    package var description: String { "\(message) (\(code), \(file):\(line))" }
}

extension LedgerStoreError: WritesRefusal {
    /// True if a file of the books is no longer at its path.
    package var refusesWrites: Bool { code == .moved }
}
