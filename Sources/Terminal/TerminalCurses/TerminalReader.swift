import Glibc

/// Reads what the terminal has sent, without waiting for more.
struct TerminalReader {
    /// Bytes that are taken in one round, so that a flood does not keep the screen from being
    /// painted.
    static let maximumBytes = 65_536
    private static let chunkBytes = 4096

    /// Reads what is there.
    ///
    /// Call it when `poll` says that something is.
    ///
    /// - Returns: The bytes, and whether the line is cut.
    func read() -> (bytes: [UInt8], isAtEnd: Bool) {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        repeat {
            let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR || errno == EAGAIN { break }
            // 0 is the end of the input; EIO a terminal that has hung up.
            guard count > 0 else { return (bytes, true) }
            bytes += chunk[..<count]
            // Asking costs a call into the kernel for each key; a chunk that is not full was all.
        } while bytes.count % chunk.count == 0 && bytes.count < Self.maximumBytes && hasMore()
        return (bytes, false)
    }

    /// Whether more is there to be read.
    func hasMore() -> Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0 && descriptor.revents & Int16(POLLIN) != 0
    }
}
