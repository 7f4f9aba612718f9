import ClientService
import TerminalKit

/// Actions of a single screen and the execution of its decisions.
extension Workspace {
    /// Duration of a message unless its caller names another.
    private static let messageDuration = Duration.seconds(6)

    /// Lets the top screen act.
    mutating func withTop(_ body: (inout any ConsoleScreen, inout Turn) -> Void) -> [Effect] {
        withScreen(at: stack.count - 1, body)
    }

    /// Lets the visible screens act: the top screen, and the one behind a question.
    mutating func withShown(_ body: (inout any ConsoleScreen, inout Turn) -> Void) -> [Effect] {
        var effects: [Effect] = []
        if isAskingInFront { effects += withScreen(at: stack.count - 2, body) }
        return effects + withTop(body)
    }

    /// Lets every screen act, from bottom to top.
    mutating func withEvery(_ body: (inout any ConsoleScreen, inout Turn) -> Void) -> [Effect] {
        var effects: [Effect] = []
        var index = 0
        while index < stack.count {
            effects += withScreen(at: index, body)
            index += 1
        }
        return effects
    }

    /// True if the last event left the top screen visible: neither locked nor too large for the
    /// window.
    var isTopSeen: Bool { lock == nil && !lacksRoom }

    private mutating func withScreen(
        at index: Int,
        _ body: (inout any ConsoleScreen, inout Turn) -> Void
    ) -> [Effect] {
        var turn = Turn(
            context: context,
            isInSight: isTopSeen && index == stack.count - 1,
            lastRequest: lastRequest
        )
        body(&stack[index], &turn)
        return finish(turn)
    }

    /// Applies the decisions of a turn.
    mutating func finish(_ turn: Turn) -> [Effect] {
        lastRequest = turn.lastRequest
        for (kind, text) in turn.messages { say(kind, text) }
        if let draft = turn.keptDraft { keptDraft = draft }
        var effects = turn.effects
        awaitedKeys += effects.compactMap(\.awaitedKey)
        for move in turn.moves { effects += go(move) }
        return effects
    }

    /// Erases everything about the user and opens the sign-in screen.
    ///
    /// - Parameters:
    ///   - notice: The reason, unless the user asked for it.
    ///   - isUnasked: True if the session ended by itself. The user may be typing the password at
    ///     that moment, which must not become readable in a field. The name then stays, unless all
    ///     of the user's data must go.
    mutating func leaveSession(notice: Sentence?, isUnasked: Bool = false) {
        let name = session?.status?.notice == .wiped ? "" : session?.name ?? ""
        let told = notice.map { aftermath($0) }
        var form = SignInScreen(
            notice: told,
            endedFor: isUnasked ? name : nil,
            isTypingSecret: isTypingSecret
        )
        // It is sent before the reply that ends the session, if the session signed out by itself.
        form.untoldEnd = session?.status?.untoldEnd
        if stack.contains(where: { ($0 as? SignInScreen)?.isBusy == true }) {
            abandonedSignIns += 1
        }
        session = nil
        lock = nil
        keptDraft = nil
        masksAmounts = false
        pendingKeys = []
        typedAhead = []
        loads = PendingLoads()
        awaitedKeys = []
        message = MessageSlot()
        stack = [form]
    }

    /// Returns the reason for the end, with the fate of the queue and of an unsent transfer.
    private func aftermath(_ notice: Sentence) -> Sentence {
        guard let session, session.status?.notice != .wiped else { return notice }
        return Sentences.ended(notice, keepsQueue: session.holdsQueued, losesDraft: losesDraft)
    }

    /// Shows a message, which belongs to the top screen after this event.
    mutating func say(
        _ kind: Toast.Kind,
        _ text: SafeText,
        for duration: Duration = Self.messageDuration,
        of basis: ToastBasis? = nil
    ) {
        message.show(kind, text, of: basis, for: duration, at: time)
    }

    /// Shows a sentence as a message.
    mutating func say(_ kind: Toast.Kind, _ sentence: Sentence, of basis: ToastBasis? = nil) {
        say(kind, sentence.safeText, of: basis)
    }

    /// Removes a message if its screen is no longer on top or if it is no longer true.
    mutating func settleMessage() {
        message.settle(at: ScreenPlace(depth: stack.count, kind: top.kind))
        guard let current = message.current else { return }
        if !top.stands(current.text, in: context) { message.clear() }
    }
}
