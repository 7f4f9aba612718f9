import ClientService
import GRDB
import Glibc

extension ClientCacheError {
    /// The cause for whoever cannot sign in because of it.
    ///
    /// - Parameter hasRoom: False if the disk has no byte left: some errors do not say so.
    /// - Returns: The cause.
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

    /// Source: errno(3).
    private static func cause(ofSystem number: Int32, _ hasRoom: Bool) -> StorageTrouble.Cause {
        switch number {
        case ENOSPC, EDQUOT: .noRoom
        case EACCES, EPERM, EROFS, EIO, ENOENT: hasRoom ? .notWritable : .noRoom
        default: .other
        }
    }

    /// The cause by what SQLite said; a table that is missing is damage as well.
    ///
    /// A record that is damaged is begun anew, so that only of an outbox anybody is told.
    /// Source: https://sqlite.org/rescode.html
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
