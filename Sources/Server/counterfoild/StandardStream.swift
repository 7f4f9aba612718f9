import Glibc

/// Standard output and standard error, written without a buffer in between.
enum StandardStream {
    /// Writes text to standard output.
    static func write(_ text: String) {
        put(text, STDOUT_FILENO)
    }

    /// Writes text to standard error.
    static func writeError(_ text: String) {
        put(text, STDERR_FILENO)
    }

    private static func put(_ text: String, _ descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            // Nobody reads any more.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
