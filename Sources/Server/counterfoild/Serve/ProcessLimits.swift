import Glibc

/// What the system lets the process of a server have.
enum ProcessLimits {
    /// Lets as many files be open as this user may have.
    ///
    /// Every connection is one. What a shell gives by default is fewer than the connections that the
    /// settings allow, and then whoever connects often enough keeps the bank from its own files.
    static func raiseOpenFiles() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        // Without it the bank runs all the same, with fewer connections.
        guard getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)
    }
}
