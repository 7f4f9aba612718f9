import ClientService
public import CoreVocabulary
public import Cryptography
public import TerminalKit

/// The whole console as one value: events go in, effects come out, and ``screen(size:)`` says what
/// is to be seen.
///
/// It does no I/O and knows no clock. Whoever drives it hands in every event with its time, does
/// the effects, and hands the answers back:
///
/// ```swift
/// let effects = console.update(.input(event), at: time)
/// let frame = console.frame(size: size, glyphs: .unicode)
/// ```
public struct Console: Sendable {
    /// How long a message stays, in milliseconds.
    static let toastMilliseconds: Int64 = 6_000
    /// Within how many milliseconds a second Ctrl-C leaves.
    static let leaveMilliseconds: Int64 = 3_000

    /// What the console was told at its start.
    public let configuration: ConsoleConfiguration
    /// The time of the last event.
    var time: ConsoleTime
    /// How much room there is.
    var viewport: Viewport
    /// The signed-in user's affairs; nil before sign-in.
    var session: Session?
    /// The screens, the one on top last; never empty.
    var stack: [any ConsoleScreen]
    /// The lock in front of everything; nil when it is open.
    var lock: LockState?
    /// What is said in passing.
    var toast = ToastSlot()
    /// The screen that it was said on; nil until the event is over in which it was said.
    var toastPlace: ScreenPlace?
    /// Its subject, where that may change meanwhile; nil for what stays as it was said.
    var toastBasis: ToastBasis?
    /// A transfer that was left before it was sent; nil when there is none.
    var keptDraft: TransferScreen?
    /// Whether amounts are hidden from people who look on.
    var masksAmounts = false
    /// The keys of a chord so far.
    var pendingKeys: [Key] = []
    /// Keys that came while the rows that they act on were being loaded, or a sign-in was being checked,
    /// in order.
    var typedAhead: [Key] = []
    /// When somebody last did something, by the steady clock.
    var lastInput: Instant
    /// The key that leaves when it is pressed twice, with when it was pressed once, by the steady clock.
    var lastLeave: (key: Key, at: Instant)?
    /// The questions to the local record that are under way.
    var loads = LoadDesk()
    /// Transfers that were sent or taken back from a screen, and of which the answer tells.
    var awaitedKeys: [IntentKey] = []
    /// Attempts to sign in that are under way and whose asker has left.
    var abandonedSignIns = 0
    /// How far a demonstration's bank is; nil when it is ready.
    var preparation: DemoPreparation?
    /// The commands of the moment.
    var commands = CommandDesk()
    /// What the last event left to be seen; nil where that has to be made anew.
    var scene: Scene?
    /// True if the last scene had no room for the screen on top.
    var lacksRoom = false
    /// The number of the last request; none is used twice.
    var lastRequest = 0

    /// A console that asks who is there.
    ///
    /// - Parameters:
    ///   - configuration: What it is told once.
    ///   - size: The terminal's size.
    ///   - time: The time.
    public init(configuration: ConsoleConfiguration, size: Size, at time: ConsoleTime) {
        self.init(configuration: configuration, viewport: .cells(size), at: time)
    }

    /// A console for cells or for lines.
    init(configuration: ConsoleConfiguration, viewport: Viewport, at time: ConsoleTime) {
        self.configuration = configuration
        self.viewport = viewport
        self.time = time
        stack = [SignInScreen()]
        lastInput = time.steady
        refreshCommands()
    }

    /// What is to be done before the first event: signing in whoever a demonstration was started as.
    public var firstEffects: [Effect] {
        guard let user = configuration.demoNotice?.signsInAs else { return [] }
        return [.client(.fillIn(user: user, signsIn: true))]
    }

    /// Takes an event in.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - time: When; never before the time of an earlier event by the steady clock.
    /// - Returns: What is to be done, in order.
    public mutating func update(_ event: ConsoleEvent, at time: ConsoleTime) -> [Effect] {
        self.time = time
        let wasLocked = lock != nil
        lockIfIdle()
        _ = toast.advance(nowMilliseconds: time.steadyMilliseconds)
        var effects: [Effect] =
            switch event {
            // Whoever presses the key that finds the screen locked did not mean the password.
            case .input where !wasLocked && lock != nil: []
            case .input(let input): take(input)
            case .reply(let reply): take(reply)
            case .client(let news): take(news)
            case .deadline: []
            case .resized(let size): resize(size)
            case .preparation(let news): note(news)
            }
        effects += settle()
        while let key = nextTypedAhead() { effects += act(on: key) + settle() }
        return effects
    }

    /// Puts a secret that was typed elsewhere, such as at a prompt without echo, into the masked
    /// field that has the focus; the given one is emptied.
    public mutating func enter(secret: SharedSecret, at time: ConsoleTime) {
        self.time = time
        scene = nil
        lockIfIdle()
        lastInput = time.steady
        if lock != nil {
            lock?.take(secret)
        } else {
            stack[stack.count - 1].take(secret)
        }
    }

    /// Whether somebody is signed in.
    public var isSignedIn: Bool { session != nil }

    /// Whether rows in sight are on their way, so that it is worth waiting a frame before painting.
    public var isAwaitingRows: Bool { lock == nil && top.isAwaitingRows(in: context) }

    /// Whether what is typed now is a secret.
    public var isTypingSecret: Bool { lock != nil || top.focus == .secret }

    /// When the console changes by itself next, by the steady clock; nil when it does not.
    ///
    /// Hand in ``ConsoleEvent/deadline`` then. While nothing moves there is nothing to wake up for
    /// but the idle lock.
    public var nextDeadline: Instant? {
        let now = time.steadyMilliseconds
        var due = [toast.nextDeadlineMilliseconds, idleDeadline(now)]
        if lock == nil {
            if viewport.showsAges { due.append(toastWordsDeadline) }
            due.append(top.nextDeadlineMilliseconds(time))
            if isAskingInFront { due.append(stack[stack.count - 2].nextDeadlineMilliseconds(time)) }
            if viewport.showsAges { due += [ageDeadline(now), dayDeadline(now)] }
        }
        return due.compactMap(\.self).min().map {
            Instant(nanosecondsSinceEpoch: max($0, now) * 1_000_000)
        }
    }

    /// The screen on top.
    var top: any ConsoleScreen { stack[stack.count - 1] }

    /// What screens may look at.
    var context: ScreenContext {
        ScreenContext(
            configuration: configuration,
            session: session,
            time: time,
            viewport: viewport,
            masksAmounts: masksAmounts,
            hasDraft: keptDraft != nil,
            isPreparing: preparation != nil
        )
    }

    private mutating func note(_ news: DemoPreparation?) -> [Effect] {
        // Once everything is done it is prepared: whoever waits is told so before what follows.
        preparation = news.flatMap { $0.done == $0.total ? nil : $0 }
        return []
    }

    private mutating func resize(_ size: Size) -> [Effect] {
        if case .cells = viewport { viewport = .cells(size) }
        return loadActivityToFill()
    }

    /// When the next day of the bank begins: a time of today has its day with it from then on.
    private func dayDeadline(_ now: Int64) -> Int64? {
        guard session != nil else { return nil }
        let zone = context.zone
        guard let tomorrow = zone.date(of: time.wall).adding(days: 1) else { return nil }
        let rest =
            zone.startOfDay(tomorrow).nanosecondsSinceEpoch - time.wall.nanosecondsSinceEpoch
        return now + rest / 1_000_000 + 1
    }

    /// The next minute at which an age on the screen changes; nil while the bank answers.
    private func ageDeadline(_ now: Int64) -> Int64? {
        guard let since = session?.status?.offlineSince else { return nil }
        guard case .lastContact(let instant) = since else { return nil }
        let elapsed = time.wall.nanosecondsSinceEpoch - instant.nanosecondsSinceEpoch
        let minute: Int64 = 60 * Instant.nanosecondsPerSecond
        let rest = minute - ((elapsed % minute) + minute) % minute
        return now + rest / 1_000_000 + 1
    }
}
