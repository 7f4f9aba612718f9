import Glibc

/// A pipe that wakes a thread waiting in poll(2).
final class StopPipe: Sendable {
    /// Descriptor that is readable once ``signal()`` was called.
    let readable: Int32
    private let writable: Int32

    /// Creates a pipe with both ends open.
    init() throws(DaemonError) {
        var ends: [Int32] = [-1, -1]
        // Child processes must not inherit an end, which pipe(2) cannot ensure.
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw PrivateFile.failure("A pipe cannot be made", .unavailable)
        }
        readable = ends[0]
        writable = ends[1]
    }

    deinit {
        close(readable)
        close(writable)
    }

    /// Wakes the waiting thread and all later waits.
    func signal() {
        var byte: UInt8 = 0
        // A full pipe is readable already.
        _ = write(writable, &byte, 1)
    }
}
