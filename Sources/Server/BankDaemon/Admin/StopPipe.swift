import Glibc

/// Wakes a thread that waits in poll(2).
final class StopPipe: Sendable {
    /// Readable once ``signal()`` was called.
    let readable: Int32
    private let writable: Int32

    /// Makes it.
    ///
    /// - Throws: `unavailable` when no more files can be open.
    init() throws(DaemonError) {
        var ends: [Int32] = [-1, -1]
        // No program that this process starts may keep an end open: pipe(2) cannot see to that.
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

    /// Wakes whoever waits, now and from now on; may be called more than once.
    func signal() {
        var byte: UInt8 = 0
        // A pipe that is full is readable already.
        _ = write(writable, &byte, 1)
    }
}
