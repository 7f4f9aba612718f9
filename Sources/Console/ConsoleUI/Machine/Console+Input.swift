import CoreVocabulary
import TerminalKit

/// Keys and pasted text.
extension Console {
    /// More keys than this are not kept while a screen loads or a sign-in is checked.
    private static let typedAheadLimit = 64

    /// Takes what a terminal sent.
    mutating func take(_ input: InputEvent) -> [Effect] {
        lastInput = time.steady
        if isHidden { return takeWhileHidden(input) }
        switch input {
        case .key(let key): return take(key)
        case .paste(let text): return take(paste: text)
        case .pasteTooLong:
            say(.warning, "Nothing was pasted: it was too long.")
            return []
        case .mouse, .focusGained, .focusLost: return []
        }
    }

    private mutating func take(_ key: Key) -> [Effect] {
        // Whoever presses a key has seen what stood there.
        toast.clear()
        if lock != nil { return takeWhileLocked(key) }
        if let effects = takeAnywhere(key) { return effects }
        // Whoever goes back or leaves does not want what was to come after.
        if key == .escape || key == .function(10) { typedAhead = [] }
        guard waits(key) else { return act(on: key) }
        if typedAhead.count < Self.typedAheadLimit {
            typedAhead.append(key)
        } else {
            say(.warning, "Still loading: that key did nothing. Wait a moment.")
        }
        return []
    }

    /// Takes a key that means the same on every screen; nil when it is not one.
    private mutating func takeAnywhere(_ key: Key) -> [Effect]? {
        switch key {
        case .control("c"): return stop()
        case .control("z"):
            if configuration.canSuspend { return suspend() }
            say(.information, "This program cannot be suspended here.")
            return []
        case .function(12):
            lockNow()
            return []
        default: return nil
        }
    }

    /// Does what a key says on the screen on top.
    mutating func act(on key: Key) -> [Effect] {
        // Whoever began a sequence and does not go on means nothing by it.
        if key == .escape, !pendingKeys.isEmpty {
            pendingKeys = []
            return []
        }
        if top.focus != .commands, pendingKeys.isEmpty, Self.isEditing(key) {
            return withTop { $0.edit(.key(key), &$1) }
        }
        let pressed = pendingKeys + [key]
        switch commandTable.resolve(key, pending: &pendingKeys) {
        case .run(let command):
            return run(command.action)
        case .disabled(let command, let reason):
            say(.warning, reason, of: .refusal(command.action))
            return []
        case .pending:
            return []
        case .unbound:
            sayUnbound(pressed)
            return []
        }
    }

    /// The places that have keys of their own, with the screens that they are.
    private static let places: [(command: CommandID, kind: ScreenKind)] = [
        (.goOverview, .overview), (.goStatements, .statements), (.goOutbox, .outbox),
        (.goSync, .sync), (.goSessions, .sessions), (.newTransfer, .transfer),
    ]

    /// That the screen on top is the one that was asked for; nil where another was meant.
    func hereAlready(_ isMeant: (CommandRow) -> Bool) -> SafeText? {
        let rows = Self.places.filter { $0.kind == top.kind }.compactMap {
            CommandRows.row($0.command)
        }
        return rows.first(where: isMeant).map { "\($0.title): this is the screen that you are on." }
    }

    private mutating func sayUnbound(_ keys: [Key]) {
        if let words = hereAlready({ row in row.keys.contains { $0.keys == keys } }) {
            say(.information, words)
            return
        }
        let names = keys.map(\.name).joined(separator: " ")
        let key = CommandRows.keyName(.help, whileTyping: true)
        let isHelped = top.kind == .help || availability(of: .help) != .enabled
        let help = isHelped ? "" : " \(key) lists the keys."
        let words = SafeText(trusted: "\(names) does nothing here.\(help)")
        say(.information, words, of: .unbound(keys))
    }

    // MARK: - Typed ahead

    /// True if a key has to wait for what is on its way: rows that are being loaded, or the screen
    /// behind a sign-in.
    ///
    /// It also waits if a key before it does.
    private func waits(_ key: Key) -> Bool {
        guard key != .escape, key != .function(10) else { return false }
        guard typedAhead.isEmpty else { return true }
        return isCheckingSignIn ? isForNextScreen(key) : actsOnMissingRows(key)
    }

    /// True while the form has been sent and nothing can be typed into it.
    private var isCheckingSignIn: Bool { (top as? SignInScreen)?.isBusy == true }

    /// True if a key means nothing to the form that is being checked: it was typed for what comes then.
    ///
    /// A second Enter is no such key; it is told that the bank is being asked.
    private func isForNextScreen(_ key: Key) -> Bool {
        guard pendingKeys.isEmpty else { return false }
        var keys = pendingKeys
        return switch commandTable.resolve(key, pending: &keys) {
        case .run(let command): command.action == .nextField || command.action == .previousField
        case .disabled, .pending: false
        case .unbound: true
        }
    }

    private func actsOnMissingRows(_ key: Key) -> Bool {
        guard isAwaitingRows else { return false }
        if top.focus != .commands, pendingKeys.isEmpty, Self.isEditing(key) { return false }
        var keys = pendingKeys
        return switch commandTable.resolve(key, pending: &keys) {
        // Without rows there is nothing to act on, which is no reason to give later.
        case .run(let command), .disabled(let command, _): Self.needsRows.contains(command.action)
        case .pending, .unbound: false
        }
    }

    /// The next key that was typed ahead, when what it acts on is there.
    mutating func nextTypedAhead() -> Key? {
        guard !typedAhead.isEmpty, lock == nil, !isHidden, !isAwaitingRows, !isCheckingSignIn else {
            return nil
        }
        return typedAhead.removeFirst()
    }

    /// The commands that act on a row.
    private static let needsRows: Set<CommandID> = [
        .open, .choose, .newTransfer, .listHolds, .takeBack, .enterCode, .acknowledge, .endSession,
        .nextMatch, .previousMatch, .goStatements, .filter,
    ]

    // MARK: - Pastes

    private mutating func take(paste text: String) -> [Effect] {
        pendingKeys = []
        toast.clear()
        if lock != nil {
            lock?.edit(.paste(text))
            return []
        }
        guard top.focus != .commands else {
            say(.information, "Nothing was pasted: there is no field to paste into.")
            return []
        }
        return withTop { $0.edit(.paste(text), &$1) }
    }

    // MARK: - Where little is taken

    /// Takes only what locks, what leaves, and what goes back to a screen that fits: nobody sees
    /// what anything else would do, nor a question about it.
    private mutating func takeWhileHidden(_ input: InputEvent) -> [Effect] {
        guard case .key(let key) = input else { return [] }
        switch key {
        case .function(10):
            // A question that nobody sees is answered by the same key again.
            guard isSecond(key) else { return [] }
            return lock == nil ? leave() : signOut()
        case .escape:
            guard case .cells(let size) = viewport, unseenBackDeed(in: size) != nil else { break }
            return run(.back)
        case .control("c") where lock == nil: return stop()
        case .control("z") where lock == nil: return takeAnywhere(key) ?? []
        case .function(12): lockNow()
        default: break
        }
        return []
    }

    private mutating func takeWhileLocked(_ key: Key) -> [Effect] {
        if lock?.isAsking == true, key != .control("z") {
            return lock?.answer(key) == true ? signOut() : []
        }
        switch key {
        case .enter:
            return lock?.confirm().map { [.client($0)] } ?? []
        case .function(10):
            // As everywhere it asks first; where a line is typed, the words for it are no slip.
            if viewport.isSpoken { return signOut() }
            lock?.askToSignOut()
            return []
        case .control("z"):
            return configuration.canSuspend ? suspend() : []
        case .control("f"):
            guard let session, configuration.demoNotice?.people.isEmpty == false else { return [] }
            return [.client(.fillIn(user: session.name, signsIn: false))]
        default:
            if Self.isEditing(key) { lock?.edit(.key(key)) }
            return []
        }
    }

    /// Ctrl-C stops what is under way; with nothing to stop, a second one soon after leaves.
    private mutating func stop() -> [Effect] {
        pendingKeys = []
        typedAhead = []
        if top.availability(of: .stop, in: context) == .enabled {
            lastLeave = nil
            return withTop { $0.perform(.stop, &$1) }
        }
        if isSecond(.control("c")) { return leave() }
        say(
            .information,
            "Nothing is under way. Press Ctrl-C again to leave.",
            forMilliseconds: Self.leaveMilliseconds
        )
        return []
    }

    /// Whether a key that leaves was pressed a moment ago as well; notes that it was pressed now.
    private mutating func isSecond(_ key: Key) -> Bool {
        let last = lastLeave
        lastLeave = (key, time.steady)
        guard let last, last.key == key else { return false }
        return time.steady.nanosecondsSinceEpoch - last.at.nanosecondsSinceEpoch
            <= Self.leaveMilliseconds * 1_000_000
    }

    /// Signs out at once, without a question.
    private mutating func signOut() -> [Effect] {
        leaveSession(notice: nil)
        return [.client(.signOut)]
    }

    /// Leaves at once, without a question.
    private mutating func leave() -> [Effect] {
        let wasSignedIn = session != nil
        leaveSession(notice: nil)
        return (wasSignedIn ? [.client(.signOut)] : []) + [.shell(.quit)]
    }

    /// Whether a key changes text where text is typed, and is no command there.
    static func isEditing(_ key: Key) -> Bool {
        switch key {
        case .character, .backspace, .delete, .left, .right, .home, .end: true
        case .control("a"), .control("e"), .control("u"), .control("w"), .control("k"): true
        default: false
        }
    }
}
