import ClientService
import GRDB
import Glibc

extension ClientCacheError {
    /// Returns the cause to report to a user who cannot sign in because of the error.
    ///
    /// - Parameter hasRoom: False if the disk is full, which some errors do not say.
    /// - Returns: The cause to report.
    func cause(hasRoom: Bool) -> StorageTrouble.Cause {
        switch code {
        case .folderUnusable: Self.cause(ofSystem: systemCode, hasRoom)
        case .folderNotTrusted: .notTrusted
        case .tooManyConsoles: .tooManyConsoles
        case .outboxNewer: .outboxNewer
        case .outboxSealedOtherwise: .otherBank
        case .databaseFailed:
            Self.cause(
                ofDatabase: ResultCode(rawValue: systemCode),
                isOutbox: outboxFolder != nil,
                hasRoom
            )
        case .outboxFileGone, .closed: .other
        }
    }

    /// Maps an `errno` value to a cause.
    ///
    /// Source: errno(3).
    private static func cause(ofSystem number: Int32, _ hasRoom: Bool) -> StorageTrouble.Cause {
        switch number {
        case ENOSPC, EDQUOT: .noRoom
        case EACCES, EPERM, EROFS, EIO, ENOENT: hasRoom ? .notWritable : .noRoom
        default: .other
        }
    }

    /// Maps a SQLite result code to a cause; a missing table counts as damage.
    ///
    /// A damaged record is started again, so damage is reported only for an outbox. Source:
    /// https://sqlite.org/rescode.html
    private static func cause(
        ofDatabase code: ResultCode,
        isOutbox: Bool,
        _ hasRoom: Bool
    ) -> StorageTrouble.Cause {
        switch code {
        case .SQLITE_FULL: .noRoom
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_PERM:
            hasRoom ? .notWritable : .noRoom
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR: isOutbox ? .outboxUnreadable : .other
        default: .other
        }
    }
}
