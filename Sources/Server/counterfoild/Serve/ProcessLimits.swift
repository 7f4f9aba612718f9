import Glibc

/// Resource limits of the server process.
enum ProcessLimits {
    /// Raises the limit of open files to this user's hard limit.
    ///
    /// Every connection is an open file. A shell's default limit is below the number of connections
    /// that the settings allow. Then many connections could keep the bank from opening its own
    /// files.
    static func raiseOpenFiles() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        // On failure the bank runs with fewer connections.
        guard getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)
    }
}
