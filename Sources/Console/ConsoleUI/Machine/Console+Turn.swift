import ClientService
import CoreVocabulary
import IdentityCore
import TerminalKit

/// One screen acts, and what it decided is done.
extension Console {
    /// Lets the screen on top act.
    mutating func withTop(
        _ body: (inout any ConsoleScreen, inout Turn) -> Void
    ) -> [Effect] {
        withScreen(at: stack.count - 1, body)
    }

    /// Lets every screen act that is seen: the one on top, and the one that a question stands in front
    /// of.
    mutating func withShown(
        _ body: (inout any ConsoleScreen, inout Turn) -> Void
    ) -> [Effect] {
        var effects: [Effect] = []
        if isAskingInFront { effects += withScreen(at: stack.count - 2, body) }
        return effects + withTop(body)
    }

    /// Lets every screen act, the lowest first.
    mutating func withEvery(
        _ body: (inout any ConsoleScreen, inout Turn) -> Void
    ) -> [Effect] {
        var effects: [Effect] = []
        var index = 0
        while index < stack.count {
            effects += withScreen(at: index, body)
            index += 1
        }
        return effects
    }

    /// True if the event before left the screen on top to be seen: neither locked nor in a window
    /// too small for it.
    private var isTopSeen: Bool { lock == nil && !lacksRoom }

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

    /// Takes the screen on top away; the first one stays.
    mutating func closeTop() -> [Effect] {
        guard stack.count > 1, var screen = stack.popLast() else { return [] }
        var turn = Turn(context: context, isInSight: isTopSeen, lastRequest: lastRequest)
        screen.disappear(&turn)
        return finish(turn)
    }

    private mutating func finish(_ turn: Turn) -> [Effect] {
        lastRequest = turn.lastRequestNumber
        for message in turn.messages { say(message.kind, message.text) }
        if let draft = turn.keptDraft { keptDraft = draft }
        var effects = turn.effects
        awaitedKeys += effects.compactMap(\.awaitedKey)
        for move in turn.moves { effects += go(move) }
        return effects
    }

    private mutating func go(_ move: Turn.Move) -> [Effect] {
        switch move {
        case .open(let screen):
            stack.append(screen)
            return withTop { $0.appear(&$1) }
        case .replace(let screen):
            stack[stack.count - 1] = screen
            return withTop { $0.appear(&$1) }
        case .close:
            return closeTop()
        case .closeAndRun(let command):
            return closeTop() + run(command)
        case .run(let command):
            return run(command)
        case .dropTransfer:
            keptDraft = nil
            stack.removeAll { $0.kind == .transfer }
            return []
        case .end(let end):
            let wasSignedIn = session != nil
            leaveSession(notice: nil)
            let leaving: [Effect] = wasSignedIn ? [.client(.signOut)] : []
            return end == .quit ? leaving + [.shell(.quit)] : leaving
        }
    }

    /// Forgets everything about the user and asks who is there.
    ///
    /// - Parameters:
    ///   - notice: Why, where nobody asked for it.
    ///   - isUnasked: Whether the session has ended by itself: somebody may be typing the password at
    ///     that moment, which must not end up where it can be read. The name stays then, unless
    ///     nothing of the user may.
    mutating func leaveSession(notice: Sentence?, isUnasked: Bool = false) {
        let name = session?.status?.notice == .wiped ? "" : session?.name ?? ""
        let told = notice.map { aftermath($0) }
        var form = SignInScreen(
            notice: told,
            endedFor: isUnasked ? name : nil,
            isTypingSecret: isTypingSecret
        )
        // Told before the answer that ends the session, where that signed out by itself.
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
        loads = LoadDesk()
        awaitedKeys = []
        toast = ToastSlot()
        stack = [form]
    }

    /// Why the session ends, with what becomes of what is queued and of a transfer that was begun.
    private func aftermath(_ notice: Sentence) -> Sentence {
        guard let session, session.status?.notice != .wiped else { return notice }
        return Sentences.ended(
            notice,
            keepsQueue: session.holdsQueued,
            losesDraft: losesDraft
        )
    }

    /// Whether a transfer was begun and not sent, which is forgotten when the session ends.
    var losesDraft: Bool { keptDraft != nil || stack.contains(where: isUnsentTransfer) }

    /// True if leaving a screen would keep a transfer that was begun and not sent.
    private func isUnsentTransfer(_ screen: any ConsoleScreen) -> Bool {
        guard var transfer = screen as? TransferScreen else { return false }
        var turn = Turn(context: context, isInSight: false, lastRequest: lastRequest)
        transfer.disappear(&turn)
        return turn.keptDraft != nil
    }

    /// Says something in passing; it belongs to the screen that is on top after this event.
    mutating func say(
        _ kind: Toast.Kind,
        _ text: SafeText,
        forMilliseconds milliseconds: Int64 = Self.toastMilliseconds,
        of basis: ToastBasis? = nil
    ) {
        toastPlace = nil
        toastBasis = basis
        toast.show(
            kind,
            text,
            forMilliseconds: milliseconds,
            nowMilliseconds: time.steadyMilliseconds
        )
    }

    /// Takes a message away when another screen has come up than the one that it was said on, and when
    /// it is not so any more.
    mutating func settleToast() {
        guard let message = toast.current else { return }
        let place = ScreenPlace(depth: stack.count, kind: top.kind)
        if toastPlace == nil { toastPlace = place }
        if toastPlace != place || !top.stands(message.text, in: context) { toast.clear() }
    }
}

extension Effect {
    /// The transfer of which the answer to this effect tells, so that nothing else has to.
    fileprivate var awaitedKey: IntentKey? {
        switch self {
        case .client(.authorise(let review, _)): review.reviewed.intentKey
        case .client(.reauthorise(let key, _)), .client(.cancel(let key)): key
        default: nil
        }
    }
}
