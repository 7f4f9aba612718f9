import Glibc

/// Reads available input from the terminal without blocking.
struct TerminalReader {
    /// Maximum number of bytes read in one round, so that a flood of input does not prevent
    /// painting.
    static let maximumBytes = 65_536
    private static let chunkBytes = 4096

    /// Reads the input when `poll` reports it as ready; at its end the connection is lost.
    func read() -> (bytes: [UInt8], isAtEnd: Bool) {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        repeat {
            let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR || errno == EAGAIN { break }
            // 0 means the end of the input, and EIO that the terminal has hung up.
            guard count > 0 else { return (bytes, true) }
            bytes += chunk[..<count]
            // Checking for more costs a system call for each key. A chunk that is not full was the
            // last.
        } while bytes.count % chunk.count == 0 && bytes.count < Self.maximumBytes && hasMore()
        return (bytes, false)
    }

    /// Returns true if more input is available.
    func hasMore() -> Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0 && descriptor.revents & Int16(POLLIN) != 0
    }
}
