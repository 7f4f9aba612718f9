import Glibc

/// Ways in which the probe crashes.
enum ProbeCrash {
    /// Crashes in the requested way.
    static func perform(_ crash: ProbeRequest.Crash) {
        switch crash {
        case .trap: preconditionFailure("the probe was asked to trap")
        case .abort: abort()
        case .segfault:
            // SAFETY: none, and that is the point: the address belongs to nobody.
            UnsafeMutablePointer<Int>(bitPattern: 64)?.pointee = 1
        case .overflow: _ = depth(of: 1)
        }
    }

    /// Sends SIGTERM to the process, as another process might while a key is handled.
    static func askToEnd() {
        raise(SIGTERM)
    }

    /// Writes to standard error, as a library might.
    static func complain() {
        let text = Array("a stray complaint\n".utf8)
        _ = write(STDERR_FILENO, text, text.count)
    }

    /// Recurses until the stack overflows.
    private static func depth(of number: Int) -> Int {
        number == 0 ? 0 : depth(of: number + 1) + number
    }
}
