/// Client of a line loop: receives bytes, keeps state and returns output.
///
/// No method may block. In each round the loop calls ``takeOutput()`` first and then reads the
/// properties, which must match the output just printed.
@TerminalActor
package protocol LineClient: AnyObject {
    /// Time at which ``deadlineReached(in:)`` is due next; nil for never.
    var nextDeadline: ContinuousClock.Instant? { get }

    /// True if input is wanted now.
    ///
    /// Otherwise input stays unread. A script may therefore send all its lines at once, and each is
    /// read when the program is ready for it.
    var wantsInput: Bool { get }

    /// True if the typed text is a secret and must not be echoed.
    var hidesInput: Bool { get }

    /// Returns the output to print now, with its own line ends, and clears it; may be empty.
    func takeOutput() -> String

    /// Handles the next byte of the input, line ends included; the input is untrusted.
    ///
    /// Bytes are passed one by one so that a secret is in no buffer but the client's.
    func receive(_ byte: UInt8, in loop: LineLoop)

    /// Handles the end of the input; called once, after the last byte.
    func inputEnded(in loop: LineLoop)

    /// Handles a request to interrupt, as by Ctrl-C.
    func interrupted(in loop: LineLoop)

    /// Handles the arrival of ``nextDeadline``.
    func deadlineReached(in loop: LineLoop)

    /// Erases data that must not outlive the session; the last output is fetched afterwards.
    func leave(because end: LoopEnd)
}
