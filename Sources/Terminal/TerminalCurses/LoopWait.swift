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
    /// - Parameters:
    ///   - due: The first instant at which something is due; nil sleeps without end.
    ///   - includesInput: Whether input is waited for; without, it stays where it is.
    /// - Returns: What has come; nothing when the instant has.
    static func sleep(until due: ContinuousClock.Instant?, includesInput: Bool = true) -> Ready {
        let wakeDescriptor = TerminalActor.shared.executor.wakeDescriptor
        var descriptors = [
            // A negative descriptor is passed over: an end of the input would not be, if asked for
            // no events.
            pollfd(fd: includesInput ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
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
