import Glibc

/// Parses the bytes of a file.
enum TOMLFile {
    /// Error for a file that could not be read.
    struct Failure: Error {
        /// The system's reason; nil if it is not a regular file.
        let reason: String?
    }

    /// Returns the first bytes of a regular file, up to a limit.
    static func bytes(atPath path: String, limit: Int) throws(Failure) -> [UInt8] {
        // Nonblocking, so that a pipe in place of the file does not block the program.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(reason: nil) }
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let got = bytes.withUnsafeMutableBytes { buffer in
                read(file, buffer.baseAddress?.advanced(by: count), limit - count)
            }
            if got < 0 {
                if errno == EINTR { continue }
                throw failure()
            }
            if got == 0 { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }

    private static func failure() -> Failure {
        Failure(reason: String(cString: strerror(errno)))
    }
}
