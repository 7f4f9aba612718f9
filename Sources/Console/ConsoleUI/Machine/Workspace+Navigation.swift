import TerminalKit

/// Navigation among the open screens, and the rules of their stack.
///
/// The stack is limited, and at most one transfer is on it. An unfinished transfer is either open or
/// kept, never both, so that no draft replaces another.
extension Workspace {
    /// Maximum number of open screens; more than any task needs.
    static let screenLimit = 16

    /// The one transfer that may be open.
    private var openTransfer: TransferScreen? {
        stack.first { $0.kind == .transfer } as? TransferScreen
    }

    /// True if an unsent transfer is open or kept.
    var hasDraft: Bool {
        keptDraft != nil || openTransfer?.isUnsent(session?.outbox) == true
    }

    /// True if there is an unsent transfer with content, which is lost when the session ends.
    var losesDraft: Bool {
        keptDraft != nil || openTransfer?.isDraft(session?.outbox) == true
    }

    /// Executes a navigation step that a screen has requested.
    mutating func go(_ move: Turn.Move) -> [Effect] {
        switch move {
        case .open(let screen):
            return open(screen)
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
            if openTransfer?.isUnsent(session?.outbox) == true {
                stack.removeAll { $0.kind == .transfer }
            }
            return []
        case .end(let end):
            let wasSignedIn = session != nil
            leaveSession(notice: nil)
            let leaving: [Effect] = wasSignedIn ? [.client(.signOut)] : []
            return end == .quit ? leaving + [.shell(.quit)] : leaving
        }
    }

    /// Opens a screen on top.
    ///
    /// It takes the place of another transfer, and of the oldest screen but the first at the limit.
    /// A draft among them is kept.
    mutating func open(_ screen: any ConsoleScreen) -> [Effect] {
        var effects: [Effect] = []
        if screen.kind == .transfer, let index = stack.firstIndex(where: { $0.kind == .transfer }) {
            effects += close(at: index)
        }
        if stack.count >= Self.screenLimit { effects += close(at: 1) }
        stack.append(screen)
        return effects + withTop { $0.appear(&$1) }
    }

    /// Returns to the unsent transfer, open or kept, or else begins a new one.
    mutating func beginTransfer() -> [Effect] {
        guard hasDraft else { return open(TransferScreen(from: nil, context)) }
        var effects: [Effect] = []
        if openTransfer?.isUnsent(session?.outbox) == true {
            while top.kind != .transfer { effects += closeTop() }
        }
        say(.information, "Here is the transfer you had begun. Discard draft forgets it.")
        guard let draft = keptDraft else { return effects }
        keptDraft = nil
        return effects + open(draft)
    }

    /// Closes the top screen; the first screen stays open.
    mutating func closeTop() -> [Effect] { close(at: stack.count - 1) }

    /// Closes a screen, which keeps what must not be lost; the first screen stays open.
    private mutating func close(at index: Int) -> [Effect] {
        guard index > 0 else { return [] }
        let isTop = index == stack.count - 1
        var screen = stack.remove(at: index)
        var turn = Turn(context: context, isInSight: isTop && isTopSeen, lastRequest: lastRequest)
        screen.disappear(&turn)
        return finish(turn)
    }

    /// Goes back one screen, or asks whether to sign out on the first.
    mutating func goBack() -> [Effect] {
        stack.count > 1 ? closeTop() : open(QuestionScreen.signOut(losesDraft: losesDraft))
    }

    /// Returns to the first screen one by one, so that each screen can keep what must not be lost.
    mutating func goHome() -> [Effect] {
        var effects: [Effect] = []
        while stack.count > 1 { effects += closeTop() }
        return effects
    }
}
