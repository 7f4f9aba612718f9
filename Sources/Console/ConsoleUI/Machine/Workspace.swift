import CoreVocabulary
import TerminalKit

/// Everything that the console knows: the session, the open screens, and what waits for an answer.
///
/// ``Console`` passes it keys, replies and news, and paints it.
struct Workspace: Sendable {
    /// Configuration given at the start.
    let configuration: ConsoleConfiguration
    /// Time of the last event.
    var time: ConsoleTime
    /// Available space for the screen.
    var viewport: Viewport
    /// Data of the signed-in user; nil before sign-in.
    var session: Session?
    /// Open screens, the top one last; never empty.
    var stack: [any ConsoleScreen]
    /// Transfer that was left before it was sent; nil if there is none.
    var keptDraft: TransferScreen?
    /// Lock in front of everything; nil if unlocked.
    var lock: LockState?
    /// Current message, if any.
    var message = MessageSlot()
    /// True if amounts are hidden from onlookers.
    var masksAmounts = false
    /// Keys of an incomplete key sequence.
    var pendingKeys: [Key] = []
    /// Keys typed while their rows were loading or a sign-in was checked, in order.
    var typedAhead: [Key] = []
    /// Time of the last user activity, by the monotonic clock.
    var lastInput: Instant
    /// Pending requests to the local record.
    var loads = PendingLoads()
    /// Transfers sent or cancelled from a screen, whose outcome the reply reports.
    var awaitedKeys: [IntentKey] = []
    /// Number of pending sign-ins that their user has abandoned.
    var abandonedSignIns = 0
    /// Progress of preparing a demo's bank; nil when it is ready.
    var preparation: DemoPreparation?
    /// Commands available since the last event.
    var commands = CommandCache()
    /// True if the top screen did not fit in the last scene.
    var lacksRoom = false
    /// Number of the last request; numbers are never reused.
    var lastRequest = 0

    /// Creates a workspace with the sign-in screen.
    init(configuration: ConsoleConfiguration, viewport: Viewport, at time: ConsoleTime) {
        self.configuration = configuration
        self.viewport = viewport
        self.time = time
        stack = [SignInScreen()]
        lastInput = time.steady
    }

    /// The top screen of the stack.
    var top: any ConsoleScreen { stack[stack.count - 1] }

    /// True if the current input is a secret.
    var isTypingSecret: Bool { lock != nil || top.focus == .secret }

    /// True if a question is in front of another screen.
    var isAskingInFront: Bool { top.kind == .question && stack.count > 1 }

    /// The screen whose content is visible, which is the one behind a question.
    var shown: any ConsoleScreen { isAskingInFront ? stack[stack.count - 2] : top }

    /// True if the state of the link is shown above the screen's content.
    var showsNotes: Bool {
        !viewport.isSpoken && lock == nil && top.kind != .help && top.kind != .palette
    }

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
}
