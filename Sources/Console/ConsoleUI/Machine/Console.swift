import ClientService
public import CoreVocabulary
public import Cryptography
public import TerminalKit

/// The whole console as a value: it takes events and returns effects and screens.
///
/// It does no I/O and reads no clock. The program passes every event with its time, runs the
/// returned effects, and passes their replies back as events:
///
/// ```swift
/// let effects = console.update(.input(event), at: time)
/// let frame = console.frame(size: size, glyphs: .unicode)
/// ```
public struct Console: Sendable {
    /// Duration of a message in milliseconds.
    static let toastMilliseconds: Int64 = 6_000
    /// Maximum time in milliseconds between two presses of Ctrl-C that leave.
    static let leaveMilliseconds: Int64 = 3_000

    /// Configuration given at the start.
    public let configuration: ConsoleConfiguration
    /// Time of the last event.
    var time: ConsoleTime
    /// Available space for the screen.
    var viewport: Viewport
    /// Data of the signed-in user; nil before sign-in.
    var session: Session?
    /// Open screens, the top one last; never empty.
    var stack: [any ConsoleScreen]
    /// Lock in front of everything; nil if unlocked.
    var lock: LockState?
    /// Current message, if any.
    var toast = ToastSlot()
    /// Screen to which the message belongs; nil until the end of the event that showed it.
    var toastPlace: ScreenPlace?
    /// Subject of the message if its wording may change; nil for a fixed message.
    var toastBasis: ToastBasis?
    /// Transfer that was left before it was sent; nil if there is none.
    var keptDraft: TransferScreen?
    /// True if amounts are hidden from onlookers.
    var masksAmounts = false
    /// Keys of an incomplete key sequence.
    var pendingKeys: [Key] = []
    /// Keys typed while their rows were loading or a sign-in was checked, in order.
    var typedAhead: [Key] = []
    /// Time of the last user activity, by the monotonic clock.
    var lastInput: Instant
    /// Leaving key pressed last, with the time of the press by the monotonic clock.
    var lastLeave: (key: Key, at: Instant)?
    /// Pending requests to the local record.
    var loads = LoadDesk()
    /// Transfers sent or cancelled from a screen, whose outcome the reply reports.
    var awaitedKeys: [IntentKey] = []
    /// Number of pending sign-ins that their user has abandoned.
    var abandonedSignIns = 0
    /// Progress of preparing a demo's bank; nil when it is ready.
    var preparation: DemoPreparation?
    /// Commands available at the moment.
    var commands = CommandDesk()
    /// Scene after the last event; nil if it must be created again.
    var scene: Scene?
    /// True if the top screen did not fit in the last scene.
    var lacksRoom = false
    /// Number of the last request; numbers are never reused.
    var lastRequest = 0

    /// Creates a console that starts at the sign-in.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - size: The terminal's size.
    ///   - time: The current time.
    public init(configuration: ConsoleConfiguration, size: Size, at time: ConsoleTime) {
        self.init(configuration: configuration, viewport: .cells(size), at: time)
    }

    /// Creates a console for cells or for lines.
    init(configuration: ConsoleConfiguration, viewport: Viewport, at time: ConsoleTime) {
        self.configuration = configuration
        self.viewport = viewport
        self.time = time
        stack = [SignInScreen()]
        lastInput = time.steady
        refreshCommands()
    }

    /// Effects to run before the first event: signing in the user named at a demo's start.
    public var firstEffects: [Effect] {
        guard let user = configuration.demoNotice?.signsInAs else { return [] }
        return [.client(.fillIn(user: user, signsIn: true))]
    }

    /// Handles an event and returns effects.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - time: The time of the event. By the monotonic clock it is never earlier than that of the
    ///     event before.
    /// - Returns: The effects to run, in order.
    public mutating func update(_ event: ConsoleEvent, at time: ConsoleTime) -> [Effect] {
        self.time = time
        let wasLocked = lock != nil
        lockIfIdle()
        _ = toast.advance(nowMilliseconds: time.steadyMilliseconds)
        var effects: [Effect] =
            switch event {
            // A key press that finds the screen just locked was not meant as the password.
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

    /// Puts a secret typed elsewhere, such as at a prompt without echo, into the focused masked
    /// field.
    ///
    /// The given secret is emptied.
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

    /// True if a user is signed in.
    public var isSignedIn: Bool { session != nil }

    /// True if visible rows are being fetched, so that painting can wait for a frame.
    public var isAwaitingRows: Bool { lock == nil && top.isAwaitingRows(in: context) }

    /// True if the current input is a secret.
    public var isTypingSecret: Bool { lock != nil || top.focus == .secret }

    /// Time of the next change without input, by the monotonic clock; nil if there is none.
    ///
    /// Pass ``ConsoleEvent/deadline`` at that time. While nothing changes, only the idle lock needs
    /// a wake-up.
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

    /// The top screen of the stack.
    var top: any ConsoleScreen { stack[stack.count - 1] }

    /// State that screens may read.
    var context: ScreenContext {
        ScreenContext(
            configuration: configuration,
            session: session,
            time: time,
            viewport: viewport,
            masksAmounts: masksAmounts,
            hasDraft: hasDraft,
            isPreparing: preparation != nil
        )
    }

    private mutating func note(_ news: DemoPreparation?) -> [Effect] {
        // A complete count means ready, so that a waiting user sees that before the next screen.
        preparation = news.flatMap { $0.done == $0.total ? nil : $0 }
        return []
    }

    private mutating func resize(_ size: Size) -> [Effect] {
        if case .cells = viewport { viewport = .cells(size) }
        return loadActivityToFill()
    }

    /// Returns the start of the bank's next day, when times of today need their date.
    ///
    /// Returns nil before sign-in.
    private func dayDeadline(_ now: Int64) -> Int64? {
        guard session != nil else { return nil }
        let zone = context.zone
        guard let tomorrow = zone.date(of: time.wall).adding(days: 1) else { return nil }
        let rest =
            zone.startOfDay(tomorrow).nanosecondsSinceEpoch - time.wall.nanosecondsSinceEpoch
        return now + rest / 1_000_000 + 1
    }

    /// Returns the next full minute at which an age on the screen changes; nil while the bank
    /// answers.
    private func ageDeadline(_ now: Int64) -> Int64? {
        guard let since = session?.status?.offlineSince else { return nil }
        guard case .lastContact(let instant) = since else { return nil }
        let elapsed = time.wall.nanosecondsSinceEpoch - instant.nanosecondsSinceEpoch
        let minute: Int64 = 60 * Instant.nanosecondsPerSecond
        let rest = minute - ((elapsed % minute) + minute) % minute
        return now + rest / 1_000_000 + 1
    }
}
