import Glibc

/// Waiting for input, jobs and signals, shared by both kinds of loop.
@TerminalActor
enum LoopWait {
    /// Sources that are ready after a wait: input or its end, and pending jobs or signals.
    typealias Ready = (input: Bool, wake: Bool)

    /// Sleeps until there is input, until jobs or signals are pending, or until an instant.
    ///
    /// Without an instant the sleep has no limit. Input that is not included stays unread.
    static func sleep(until due: ContinuousClock.Instant?, includesInput: Bool) -> Ready {
        let wakeDescriptor = TerminalActor.shared.executor.wakeDescriptor
        var descriptors = [
            // `poll` ignores a negative descriptor. With no events requested, it would still report
            // the end of the input.
            pollfd(fd: includesInput ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        // A result of -1 with EINTR means that a signal arrived, and its handler has raised the
        // counter.
        guard poll(&descriptors, 2, milliseconds(until: due)) > 0 else { return (false, false) }
        return (input: descriptors[0].revents != 0, wake: descriptors[1].revents != 0)
    }

    /// Returns the timeout for `poll`, rounded up, because waking too early would mean waking
    /// twice.
    private static func milliseconds(until due: ContinuousClock.Instant?) -> CInt {
        guard let due else { return -1 }
        let left = ((due - .now) / .milliseconds(1)).rounded(.up)
        return CInt(min(max(0, left), 86_400_000))
    }
}
