/// What a line loop drives: takes bytes, keeps state, says what there is to say.
///
/// Nothing here may wait. In each round the loop asks for ``takeOutput()`` first, then for the
/// properties; what they say must fit what was just printed.
@TerminalActor
public protocol LineClient: AnyObject {
    /// When ``deadlineReached(in:)`` is next due; nil for never.
    var nextDeadline: ContinuousClock.Instant? { get }

    /// Whether input is wanted now.
    ///
    /// While it is not, it stays where it is; so a script may send all its lines at once, and each
    /// is read when the program has come to it.
    var wantsInput: Bool { get }

    /// Whether what is typed now is a secret and must not be echoed.
    var hidesInput: Bool { get }

    /// Gives away what is to be printed now; empty for nothing. Line ends are its own.
    func takeOutput() -> String

    /// Takes the next byte of the input, line ends included. It is untrusted, as any input.
    ///
    /// It comes by itself so that a secret is in no buffer but the client's.
    func take(_ byte: UInt8, in loop: LineLoop)

    /// Told once that the input has ended; no byte follows.
    func inputEnded(in loop: LineLoop)

    /// Told that the process was asked to interrupt what it does, as by Ctrl-C.
    func interrupted(in loop: LineLoop)

    /// Told when ``nextDeadline`` has come.
    func deadlineReached(in loop: LineLoop)

    /// Drops what must not outlive the session. What is left to say is taken once more after it.
    func leave(because end: LoopEnd)
}
