import Glibc
import SystemPackage

/// Error of an operation on a local file.
package enum FileError: Error, Hashable, Sendable {
    /// The system refused a call, with this error code of errno(3).
    case system(Int32)
    /// The path leads to something that is not a regular file.
    case notRegular
    /// The file has more bytes than the caller accepts.
    case tooLong

    /// Error of the system call that failed last on this thread.
    static var latest: FileError { .system(errno) }

    init(_ error: any Error) {
        self = .system((error as? Errno)?.rawValue ?? EIO)
    }

    /// Error code of errno(3).
    package var systemCode: Int32 {
        switch self {
        case .system(let code): code
        case .notRegular: EINVAL
        case .tooLong: EFBIG
        }
    }

    /// Reason in a few words, without a full stop.
    package var reason: String {
        switch self {
        case .system(let code): String(cString: strerror(code))
        case .notRegular: "it is no file"
        case .tooLong: "it is far too long"
        }
    }
}
