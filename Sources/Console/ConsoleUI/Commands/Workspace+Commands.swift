import TerminalKit

/// Availability of commands, and execution of those that all screens share.
extension Workspace {
    /// Current effect of Esc.
    var backAction: BackAction { backAction(in: context) }

    /// Returns the effect of Esc in a context that is known already.
    func backAction(in context: ScreenContext) -> BackAction {
        guard top.availability(of: .back, in: context) == .inherited else {
            return top.backAction(in: context)
        }
        return stack.count > 1 ? .goBack : .askToSignOut
    }

    /// Returns the availability of a command, first by the screen, then by the console.
    func availability(of command: CommandID) -> Availability {
        availability(of: command, in: context)
    }

    /// Returns the availability of a command in a context that is known already.
    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        let own = top.availability(of: command, in: context)
        guard own == .inherited else { return own }
        switch command {
        case .help, .palette, .back:
            return isAsking ? .absent : .enabled
        case .redraw, .quit:
            return .enabled
        case .cutLine, .mendLine, .slowLine, .loseReplies:
            return configuration.hasLineCommands ? .enabled : .absent
        case .suspend:
            return configuration.canSuspend ? .enabled : .absent
        case .lock, .signOut, .maskAmounts:
            return session == nil ? .absent : .enabled
        case .refresh:
            guard let session else { return .absent }
            return session.bankRefusal.map { .disabled($0) } ?? .enabled
        case .goSessions:
            guard let session, !isAsking, !isHere(command) else { return .absent }
            return session.bankRefusal.map { .disabled($0) } ?? .enabled
        case .goSignIn:
            return session?.offlineUntil == nil || isAsking ? .absent : .enabled
        case .goOverview, .goOutbox, .goStatements, .goSync:
            return session == nil || isAsking || isHere(command) ? .absent : .enabled
        case .newTransfer:
            guard let session, !isAsking else { return .absent }
            return session.transferRefusal.map { .disabled($0) } ?? .enabled
        case .discardDraft:
            return session == nil || isAsking || !losesDraft ? .absent : .enabled
        default:
            return .absent
        }
    }

    /// Navigation commands that have keys, with the screens that they open.
    static let places: [(command: CommandID, kind: ScreenKind)] = [
        (.goOverview, .overview), (.goStatements, .statements), (.goOutbox, .outbox),
        (.goSync, .sync), (.goSessions, .sessions), (.newTransfer, .transfer),
    ]

    private func isHere(_ command: CommandID) -> Bool {
        Self.places.contains { $0.command == command && $0.kind == top.kind }
    }

    /// Runs a command if it is available.
    mutating func run(_ command: CommandID) -> [Effect] {
        pendingKeys = []
        guard availability(of: command) == .enabled else { return refuse(command) }
        if top.availability(of: command, in: context) == .enabled {
            return withTop { $0.perform(command, &$1) }
        }
        return runShared(command)
    }

    /// True if the top screen is a list of commands or the sign-in, without navigation commands.
    private var isAsking: Bool {
        switch top.kind {
        case .help, .palette, .signIn: true
        default: false
        }
    }

    private mutating func refuse(_ command: CommandID) -> [Effect] {
        if case .disabled(let reason) = availability(of: command) {
            say(.warning, SafeText(trusted: reason), of: .refusal(command))
        }
        return []
    }

    private mutating func runShared(_ command: CommandID) -> [Effect] {
        switch command {
        case .help: return open(CommandListScreen(.help, commands.table))
        case .palette: return open(CommandListScreen(.palette, commands.table))
        case .back: return goBack()
        case .goOverview: return goHome()
        case .goOutbox: return open(OutboxScreen())
        case .goStatements: return open(StatementsScreen(accountID: nil))
        case .goSync: return open(SyncScreen())
        case .goSessions: return open(SessionsScreen())
        case .goSignIn: return open(SignInScreen(over: session))
        case .newTransfer: return beginTransfer()
        case .discardDraft: return open(QuestionScreen.discardDraft)
        case .lock: lockNow()
        case .maskAmounts: maskAmounts()
        case .signOut: return open(QuestionScreen.signOut(losesDraft: losesDraft))
        case .quit: return open(QuestionScreen.leave(losesDraft: losesDraft))
        case .redraw: return [.shell(.redraw)]
        case .suspend: return suspend()
        case .refresh: return refresh()
        case .cutLine: return [.client(.line(.cut))]
        case .mendLine: return [.client(.line(.mend))]
        case .slowLine: return [.client(.line(.slow))]
        case .loseReplies: return [.client(.line(.loseReplies))]
        default: break
        }
        return []
    }

    /// Locks the console and keeps the state of all screens.
    mutating func lockNow() {
        guard session != nil, lock == nil else { return }
        lock = LockState()
        pendingKeys = []
        typedAhead = []
    }

    /// Locks, and gives the terminal to the shell.
    mutating func suspend() -> [Effect] {
        lockNow()
        return [.shell(.suspend)]
    }

    private mutating func maskAmounts() {
        masksAmounts.toggle()
        say(.information, masksAmounts ? "Amounts are hidden." : "Amounts are shown.")
    }

    /// Message shown while the bank is asked for news.
    private static let askingForNews: SafeText = "Asking the bank for news."

    /// Duration of that message; a result appears on the screen.
    private static let askingDuration = Duration.seconds(2)

    private mutating func refresh() -> [Effect] {
        say(.information, Self.askingForNews, for: Self.askingDuration)
        return [.client(.refresh)] + load(PendingLoads.Topic.allCases)
            + withEvery { $0.recordsChanged(&$1) }
    }
}
