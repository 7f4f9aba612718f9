package import TerminalKit

/// Event that an event loop delivers to its client.
package enum LoopEvent: Equatable, Sendable {
    /// Input of the user: a key or a paste.
    case input(InputEvent)
    /// The terminal's size has changed; changes in quick succession are reported once.
    case resized(Size)
    /// The client's ``LoopClient/nextDeadline`` has arrived.
    case deadline
    /// The process received a request to interrupt (SIGINT), as by Ctrl-C elsewhere.
    case interrupted
    /// The process is about to be suspended and should lock.
    case suspending
    /// The process has resumed and owns the terminal again.
    case resumed
}

/// Reason why an event loop ended.
package enum LoopEnd: Equatable, Sendable {
    /// The client finished the loop.
    case finished
    /// The process was interrupted (SIGINT), which ends its work.
    case interrupted
    /// The process was asked to end (SIGTERM).
    case terminated
    /// The connection to the user is lost (SIGHUP, or the end of the input).
    case hungUp
}

/// Client of an event loop: handles events, keeps state and paints it.
///
/// No method may block. Call services from a task on ``TerminalActor``. When the answer arrives,
/// change the state and call ``EventLoop/setNeedsPaint(isUrgent:)``.
@TerminalActor
package protocol LoopClient: AnyObject {
    /// Time at which ``LoopEvent/deadline`` is due next, read before every wait; nil for never.
    var nextDeadline: ContinuousClock.Instant? { get }

    /// Handles one event; the screen is painted afterwards.
    func handle(_ event: LoopEvent, in loop: EventLoop)

    /// Paints the current state.
    func paint(on screen: Screen)

    /// Erases data that must not outlive the session, such as drafts; the terminal is still open.
    func leave(because end: LoopEnd)
}
