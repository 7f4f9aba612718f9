import Glibc

/// Sleeping until something comes, as both kinds of loop do it.
@TerminalActor
enum LoopWait {
    /// What has come.
    struct Ready: OptionSet {
        let rawValue: Int

        /// The input has something to read, its end included.
        static let input = Ready(rawValue: 1)
        /// Jobs or signals wait.
        static let wake = Ready(rawValue: 2)
    }

    /// Sleeps until there is input, until jobs or signals wait, or until an instant.
    ///
    /// - Parameter due: The first instant at which something is due; nil sleeps without end.
    /// - Returns: What has come; nothing when the instant has.
    static func sleep(until due: ContinuousClock.Instant?) -> Ready {
        let wakeDescriptor = TerminalActor.shared.executor.wakeDescriptor
        var descriptors = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        // -1 with EINTR: a signal came, and its handler has raised the counter.
        guard poll(&descriptors, 2, milliseconds(until: due)) > 0 else { return [] }
        var ready: Ready = []
        if descriptors[0].revents != 0 { ready.insert(.input) }
        if descriptors[1].revents != 0 { ready.insert(.wake) }
        return ready
    }

    /// Rounded up: to wake early would mean to wake twice.
    private static func milliseconds(until due: ContinuousClock.Instant?) -> CInt {
        guard let due else { return -1 }
        let left = ((due - .now) / .milliseconds(1)).rounded(.up)
        return CInt(min(max(0, left), 86_400_000))
    }
}
