package import CoreVocabulary
package import Cryptography
package import TerminalKit

/// The whole console as a value: it takes events and returns effects and screens.
///
/// It does no I/O and reads no clock. The program passes every event with its time, runs the
/// returned effects, and passes their replies back as events:
///
/// ```swift
/// let effects = console.update(.input(event), at: time)
/// let frame = console.frame(size: size, glyphs: .unicode)
/// ```
package struct Console: Sendable {
    /// Maximum time between two presses of Ctrl-C that leave.
    static let leaveInterval = Duration.seconds(3)

    /// The session and the open screens.
    var workspace: Workspace
    /// Leaving key pressed last, with the time of the press by the monotonic clock.
    var lastLeave: (key: Key, at: Instant)?
    /// Scene after the last event; nil if it must be created again.
    var scene: Scene?

    /// Creates a console that starts at the sign-in.
    package init(configuration: ConsoleConfiguration, size: Size, at time: ConsoleTime) {
        self.init(configuration: configuration, viewport: .cells(size), at: time)
    }

    /// Creates a console for cells or for lines.
    init(configuration: ConsoleConfiguration, viewport: Viewport, at time: ConsoleTime) {
        workspace = Workspace(configuration: configuration, viewport: viewport, at: time)
        refreshCommands()
    }

    /// Configuration given at the start.
    package var configuration: ConsoleConfiguration { workspace.configuration }

    /// Effects to run before the first event: signing in the user named at a demo's start.
    package var firstEffects: [Effect] {
        guard let user = configuration.demoNotice?.signsInAs else { return [] }
        return [.client(.fillIn(user: user, signsIn: true))]
    }

    /// Handles an event and returns the effects to run, in order; the steady time never goes back.
    package mutating func update(_ event: ConsoleEvent, at time: ConsoleTime) -> [Effect] {
        workspace.time = time
        let wasLocked = workspace.lock != nil
        lockIfIdle()
        workspace.message.advance(to: time)
        var effects: [Effect] =
            switch event {
            // A key press that finds the screen just locked was not meant as the password.
            case .input where !wasLocked && workspace.lock != nil: []
            case .input(let input): handle(input)
            case .reply(let reply): workspace.receive(reply)
            case .client(let news): workspace.receive(news)
            case .deadline: []
            case .resized(let size): resize(size)
            case .preparation(let news): note(news)
            }
        effects += settle()
        while let key = nextTypedAhead() { effects += act(on: key) + settle() }
        return effects
    }

    /// Puts a secret typed elsewhere, such as at a prompt, into the focused field, and empties it.
    package mutating func enter(secret: SharedSecret, at time: ConsoleTime) {
        workspace.time = time
        scene = nil
        lockIfIdle()
        workspace.lastInput = workspace.time.steady
        if workspace.lock != nil {
            workspace.lock?.enter(secret)
        } else {
            workspace.stack[workspace.stack.count - 1].enter(secret)
        }
    }

    /// True if a user is signed in.
    package var isSignedIn: Bool { workspace.session != nil }

    /// True if visible rows are being fetched, so that painting can wait for a frame.
    package var isAwaitingRows: Bool {
        workspace.lock == nil && workspace.top.isAwaitingRows(in: workspace.context)
    }

    /// True if figures are being fetched that news has made old, so that painting the news can wait.
    package var isAwaitingFigures: Bool { workspace.lock == nil && workspace.loads.isAnyUnderWay }

    /// True if the current input is a secret.
    package var isTypingSecret: Bool { workspace.isTypingSecret }

    /// Time of the next change without input, by the monotonic clock; nil if there is none.
    ///
    /// Pass ``ConsoleEvent/deadline`` at that time. While nothing changes, only the idle lock needs
    /// a wake-up.
    package var nextDeadline: Instant? {
        let now = workspace.time.steadyMilliseconds
        var due = [workspace.message.nextDeadlineMilliseconds, idleDeadline(now)]
        if workspace.lock == nil {
            if !workspace.viewport.isSpoken { due.append(workspace.toastWordsDeadline) }
            due.append(workspace.top.nextDeadlineMilliseconds(workspace.time))
            if workspace.isAskingInFront {
                due.append(workspace.shown.nextDeadlineMilliseconds(workspace.time))
            }
            if !workspace.viewport.isSpoken { due += [ageDeadline, dayDeadline(now)] }
        }
        return due.compactMap(\.self).min().map {
            Instant(nanosecondsSinceEpoch: max($0, now) * 1_000_000)
        }
    }

    private mutating func note(_ news: DemoPreparation?) -> [Effect] {
        // A complete count means ready, so that a waiting user sees that before the next screen.
        workspace.preparation = news.flatMap { $0.done == $0.total ? nil : $0 }
        return []
    }

    private mutating func resize(_ size: Size) -> [Effect] {
        if case .cells = workspace.viewport { workspace.viewport = .cells(size) }
        return workspace.loadActivityToFill()
    }

    /// Returns the start of the bank's next day, when times of today need their date.
    private func dayDeadline(_ now: Int64) -> Int64? {
        guard workspace.session != nil else { return nil }
        let zone = workspace.context.zone
        guard let tomorrow = zone.date(of: workspace.time.wall).adding(days: 1) else { return nil }
        let rest =
            zone.startOfDay(tomorrow).nanosecondsSinceEpoch
            - workspace.time.wall.nanosecondsSinceEpoch
        return now + rest / 1_000_000 + 1
    }

    /// Next full minute at which an age on the screen changes; nil while the bank
    /// answers.
    private var ageDeadline: Int64? {
        guard case .lastContact(let instant)? = workspace.session?.status?.offlineSince else {
            return nil
        }
        return workspace.time.nextMinuteMilliseconds(since: instant)
    }
}
