public import TerminalKit

/// What an event loop tells its client.
public enum LoopEvent: Equatable, Sendable {
    /// A key, a paste or the mouse.
    case input(InputEvent)
    /// The terminal has another size; however often it changed meanwhile, this comes once.
    case resized(Size)
    /// The client's ``LoopClient/nextDeadline`` has come.
    case deadline
    /// The process was asked to interrupt what it does, as by Ctrl-C elsewhere.
    case interrupted
    /// The terminal is about to be lent to the shell: the time to lock.
    case suspending
    /// The terminal is ours again.
    case resumed
}

/// Why an event loop ended.
public enum LoopEnd: Equatable, Sendable {
    /// The client finished.
    case finished
    /// The process was interrupted (SIGINT), and what it does is ended by that.
    case interrupted
    /// The process was asked to end (SIGTERM).
    case terminated
    /// The line to the person is cut (SIGHUP, or the end of the input).
    case hungUp
}

/// What an event loop drives: takes events, keeps state, paints it.
///
/// Nothing here may wait. Ask services from a task on ``TerminalActor``; when the answer is there,
/// change the state and call ``EventLoop/setNeedsPaint()``.
@TerminalActor
public protocol LoopClient: AnyObject {
    /// When ``LoopEvent/deadline`` is next due; nil for never. Asked before every wait.
    var nextDeadline: ContinuousClock.Instant? { get }

    /// Takes one event; the screen is painted after it.
    func handle(_ event: LoopEvent, in loop: EventLoop)

    /// Shows the state as it is now.
    func paint(on screen: Screen)

    /// Drops what must not outlive the session, such as unsent drafts. The terminal is still ours.
    func leave(because end: LoopEnd)
}
