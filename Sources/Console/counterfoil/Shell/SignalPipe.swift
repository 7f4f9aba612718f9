import Glibc
import Synchronization

/// Turns signals into bytes on a pipe, so that a loop around `poll` takes them between two events.
enum SignalPipe {
    private static let writeEnd = Atomic<Int32>(-1)

    /// Makes a pipe whose reading end gets the number of every signal of a list that arrives.
    ///
    /// - Returns: The reading end and the writing end, or nil when there is no descriptor left.
    static func open(for signals: [Int32]) -> (readEnd: Int32, writeEnd: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        writeEnd.store(ends[1], ordering: .sequentiallyConsistent)
        for number in signals {
            // Only write(2) and an atomic: both may be used in a handler.
            signal(number) { number in
                let saved = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = Glibc.write(
                    SignalPipe.writeEnd.load(ordering: .sequentiallyConsistent),
                    &byte,
                    1
                )
                errno = saved
            }
        }
        return (ends[0], ends[1])
    }
}
