import ConsoleUI
import TerminalCurses
import TerminalKit

/// Runs the console on a screen, passing events to it and painting its frames.
@TerminalActor
final class FullScreenShell: LoopClient {
    /// Maximum delay of a frame for rows that are being fetched: one frame at 60 per second.
    private static let rowPatience = Duration.milliseconds(16)
    /// Maximum delay of a frame for news whose figures are being fetched: one frame at 30 per second.
    private static let figurePatience = Duration.milliseconds(33)

    private var console: Console
    private let runner: EffectRunner
    private let inbox: ConsoleInbox
    private let clock = SystemClock()
    private let screen: Screen
    private var loop: EventLoop?
    /// Time until which the next frame waits for rows; nil if it does not wait.
    private var heldUntil: ContinuousClock.Instant?
    private var wasAwaitingRows = false
    /// Time until which news waits for its figures; nil if none does.
    private var newsHeldUntil: ContinuousClock.Instant?

    init(console: Console, runner: EffectRunner, inbox: ConsoleInbox, screen: Screen) {
        self.console = console
        self.runner = runner
        self.inbox = inbox
        self.screen = screen
    }

    /// Runs until the user quits or the terminal is gone.
    func run(allowsSuspension: Bool) -> LoopEnd {
        let loop = EventLoop(screen: screen, allowsSuspension: allowsSuspension)
        self.loop = loop
        inbox.onArrival { [weak self] in
            // This is the only way from other threads to this one. Events that arrived meanwhile
            // are handled together.
            Task { @TerminalActor in self?.handleInbox() }
        }
        defer { self.loop = nil }
        perform(console.firstEffects)
        return loop.run(self)
    }

    var nextDeadline: ContinuousClock.Instant? {
        let due = console.nextDeadline.map(clock.continuousInstant)
        return [due, heldUntil, newsHeldUntil].compactMap(\.self).min()
    }

    func handle(_ event: LoopEvent, in loop: EventLoop) {
        switch event {
        case .input(let input): update(.input(input))
        case .resized(let size): update(.resized(size))
        case .deadline:
            if let due = newsHeldUntil, due <= .now { newsHeldUntil = nil }
            update(.deadline)
        case .interrupted: update(.input(.key(.control("c"))))
        // Locks the console, because another user may return.
        case .suspending: update(.input(.key(.function(12))))
        case .resumed: loop.setNeedsPaint()
        }
    }

    func paint(on screen: Screen) {
        if isHeldForRows() { return }
        screen.paint(console.frame(size: screen.size, glyphs: screen.glyphs))
    }

    func leave(because end: LoopEnd) {
        runner.finish()
    }

    /// Returns true if the frame waits for rows, so that a jump paints only once.
    private func isHeldForRows() -> Bool {
        let isAwaiting = console.isAwaitingRows
        defer { wasAwaitingRows = isAwaiting }
        if isAwaiting, !wasAwaitingRows { heldUntil = .now + Self.rowPatience }
        if let due = heldUntil, isAwaiting, ContinuousClock.now < due { return true }
        heldUntil = nil
        return false
    }

    private func handleInbox() {
        if inbox.isOver { loop?.finish() }
        for event in inbox.drain() {
            update(event)
        }
        // The user waits for the rows for which a frame was delayed.
        let rowsHaveCome = heldUntil != nil && !console.isAwaitingRows
        // One frame for news and its figures, and not one for the news and one for each answer.
        if console.isAwaitingFigures, !rowsHaveCome, !inbox.isOver {
            if newsHeldUntil == nil { newsHeldUntil = .now + Self.figurePatience }
            return
        }
        newsHeldUntil = nil
        loop?.setNeedsPaint(isUrgent: rowsHaveCome)
    }

    private func update(_ event: ConsoleEvent) {
        perform(console.update(event, at: .now))
    }

    private func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .client(let effect): runner.submit(effect)
            case .shell(.quit): loop?.finish()
            case .shell(.suspend): loop?.suspend()
            case .shell(.redraw): screen.redraw()
            }
        }
    }
}
