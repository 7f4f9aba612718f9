import CoreVocabulary
import TerminalKit

/// Handling of keys and pasted text.
extension Console {
    /// Maximum number of keys kept while a screen loads or a sign-in is checked.
    private static let typedAheadLimit = 64

    /// Handles an input event of the terminal.
    mutating func handle(_ input: InputEvent) -> [Effect] {
        workspace.lastInput = workspace.time.steady
        if isHidden { return handleWhileHidden(input) }
        switch input {
        case .key(let key): return handle(key)
        case .paste(let text): return handle(paste: text)
        case .pasteTooLong:
            workspace.say(.warning, "Nothing was pasted: it was too long.")
            return []
        }
    }

    private mutating func handle(_ key: Key) -> [Effect] {
        // A user who presses a key has seen the message.
        workspace.message.clear()
        if workspace.lock != nil { return handleWhileLocked(key) }
        if let effects = handleEverywhere(key) { return effects }
        // Going back or leaving discards the keys typed ahead.
        if key == .escape || key == .function(10) { workspace.typedAhead = [] }
        guard waits(key) else { return act(on: key) }
        if workspace.typedAhead.count < Self.typedAheadLimit {
            workspace.typedAhead.append(key)
        } else {
            workspace.say(.warning, "Still loading: that key did nothing. Wait a moment.")
        }
        return []
    }

    /// Handles a key that has the same meaning on every screen; nil for any other key.
    private mutating func handleEverywhere(_ key: Key) -> [Effect]? {
        switch key {
        case .control("c"): return stop()
        case .control("z"):
            if configuration.canSuspend { return workspace.suspend() }
            workspace.say(.information, "This program cannot be suspended here.")
            return []
        case .function(12):
            workspace.lockNow()
            return []
        default: return nil
        }
    }

    /// Runs the action of a key on the top screen.
    mutating func act(on key: Key) -> [Effect] {
        // Escape cancels an incomplete sequence.
        if key == .escape, !workspace.pendingKeys.isEmpty {
            workspace.pendingKeys = []
            return []
        }
        if workspace.top.focus != .commands, workspace.pendingKeys.isEmpty, Self.isEditing(key) {
            return workspace.withTop { $0.edit(.key(key), &$1) }
        }
        let pressed = workspace.pendingKeys + [key]
        switch commandTable.resolve(key, pending: &workspace.pendingKeys) {
        case .run(let command):
            return workspace.run(command.action)
        case .disabled(let command, let reason):
            workspace.say(.warning, reason, of: .refusal(command.action))
            return []
        case .pending:
            return []
        case .unbound:
            sayUnbound(pressed)
            return []
        }
    }

    /// Returns a message if the requested screen is the current one; nil otherwise.
    func hereAlready(_ isMeant: (CommandRow) -> Bool) -> SafeText? {
        let rows = Workspace.places.filter { $0.kind == workspace.top.kind }.compactMap {
            CommandRows.row($0.command)
        }
        return rows.first(where: isMeant).map { "\($0.title): this is the screen that you are on." }
    }

    private mutating func sayUnbound(_ keys: [Key]) {
        if let words = hereAlready({ row in row.keys.contains { $0.keys == keys } }) {
            workspace.say(.information, words)
            return
        }
        let names = keys.map(\.name).joined(separator: " ")
        let key = CommandRows.keyName(.help, whileTyping: true)
        let isHelped = workspace.top.kind == .help || workspace.availability(of: .help) != .enabled
        let help = isHelped ? "" : " \(key) lists the keys."
        let words = SafeText(trusted: "\(names) does nothing here.\(help)")
        workspace.say(.information, words, of: .unbound(keys))
    }

    // MARK: - Typed ahead

    /// Returns true if a key must wait for rows, for a sign-in being checked, or for an earlier
    /// key.
    private func waits(_ key: Key) -> Bool {
        guard key != .escape, key != .function(10) else { return false }
        guard workspace.typedAhead.isEmpty else { return true }
        return isCheckingSignIn ? isForNextScreen(key) : actsOnMissingRows(key)
    }

    /// True while the sign-in form is being checked and accepts no input.
    private var isCheckingSignIn: Bool { (workspace.top as? SignInScreen)?.isBusy == true }

    /// Returns true if a key is not for the form being checked but for the screen after it.
    ///
    /// A second Enter is not such a key. It is answered with the message that the bank is being
    /// asked.
    private func isForNextScreen(_ key: Key) -> Bool {
        guard workspace.pendingKeys.isEmpty else { return false }
        var keys = workspace.pendingKeys
        return switch commandTable.resolve(key, pending: &keys) {
        case .run(let command): command.action == .nextField || command.action == .previousField
        case .disabled, .pending: false
        case .unbound: true
        }
    }

    private func actsOnMissingRows(_ key: Key) -> Bool {
        guard isAwaitingRows else { return false }
        if workspace.top.focus != .commands, workspace.pendingKeys.isEmpty, Self.isEditing(key) {
            return false
        }
        var keys = workspace.pendingKeys
        return switch commandTable.resolve(key, pending: &keys) {
        // Missing rows are no reason to refuse the command later.
        case .run(let command), .disabled(let command, _): Self.needsRows.contains(command.action)
        case .pending, .unbound: false
        }
    }

    /// Removes and returns the next key typed ahead once its rows are available; nil otherwise.
    mutating func nextTypedAhead() -> Key? {
        guard !workspace.typedAhead.isEmpty, workspace.lock == nil, !isHidden, !isAwaitingRows,
            !isCheckingSignIn
        else {
            return nil
        }
        return workspace.typedAhead.removeFirst()
    }

    /// Commands that act on a row.
    private static let needsRows: Set<CommandID> = [
        .open, .choose, .newTransfer, .listHolds, .takeBack, .enterCode, .acknowledge, .endSession,
        .nextMatch, .previousMatch, .goStatements, .filter,
    ]

    // MARK: - Pastes

    private mutating func handle(paste text: String) -> [Effect] {
        workspace.pendingKeys = []
        workspace.message.clear()
        if workspace.lock != nil {
            workspace.lock?.edit(.paste(text))
            return []
        }
        guard workspace.top.focus != .commands else {
            workspace.say(.information, "Nothing was pasted: there is no field to paste into.")
            return []
        }
        return workspace.withTop { $0.edit(.paste(text), &$1) }
    }

    // MARK: - Restricted input

    /// Handles input while the screen is too small to draw.
    ///
    /// Only locking, leaving and going back to a screen that fits are accepted, because the effects
    /// of other keys, and questions about them, would be invisible.
    private mutating func handleWhileHidden(_ input: InputEvent) -> [Effect] {
        guard case .key(let key) = input else { return [] }
        switch key {
        case .function(10):
            // The question is invisible, so the same key confirms it.
            guard isSecond(key) else { return [] }
            return workspace.lock == nil ? leave() : signOut()
        case .escape:
            guard case .cells(let size) = workspace.viewport, unseenBackAction(in: size) != nil
            else {
                break
            }
            return workspace.run(.back)
        case .control("c") where workspace.lock == nil: return stop()
        case .control("z") where workspace.lock == nil: return handleEverywhere(key) ?? []
        case .function(12): workspace.lockNow()
        default: break
        }
        return []
    }

    private mutating func handleWhileLocked(_ key: Key) -> [Effect] {
        if workspace.lock?.isAsking == true, key != .control("z") {
            return workspace.lock?.answer(key) == true ? signOut() : []
        }
        switch key {
        case .enter:
            return workspace.lock?.confirm().map { [.client($0)] } ?? []
        case .function(10):
            // The lock asks first. In linear mode the typed words are no slip, so it does not.
            if workspace.viewport.isSpoken { return signOut() }
            workspace.lock?.askToSignOut()
            return []
        case .control("z"):
            return configuration.canSuspend ? workspace.suspend() : []
        case .control("f"):
            guard let session = workspace.session,
                configuration.demoNotice?.people.isEmpty == false
            else { return [] }
            return [.client(.fillIn(user: session.name, signsIn: false))]
        default:
            if Self.isEditing(key) { workspace.lock?.edit(.key(key)) }
            return []
        }
    }

    /// Handles Ctrl-C: stops running work, or leaves if pressed twice while there is none.
    private mutating func stop() -> [Effect] {
        workspace.pendingKeys = []
        workspace.typedAhead = []
        if workspace.top.availability(of: .stop, in: workspace.context) == .enabled {
            lastLeave = nil
            return workspace.withTop { $0.perform(.stop, &$1) }
        }
        if isSecond(.control("c")) { return leave() }
        workspace.say(
            .information,
            "Nothing is under way. Press Ctrl-C again to leave.",
            for: Self.leaveInterval
        )
        return []
    }

    /// Returns true if this leaving key was pressed a moment ago, and records the press.
    private mutating func isSecond(_ key: Key) -> Bool {
        let last = lastLeave
        lastLeave = (key, workspace.time.steady)
        guard let last, last.key == key else { return false }
        return workspace.time.steady - last.at <= Self.leaveInterval
    }

    /// Signs out without a question.
    private mutating func signOut() -> [Effect] {
        workspace.leaveSession(notice: nil)
        return [.client(.signOut)]
    }

    /// Leaves the program without a question.
    private mutating func leave() -> [Effect] {
        let wasSignedIn = workspace.session != nil
        workspace.leaveSession(notice: nil)
        return (wasSignedIn ? [.client(.signOut)] : []) + [.shell(.quit)]
    }

    /// Returns true if a key edits text in a field, where it is not a command.
    static func isEditing(_ key: Key) -> Bool {
        switch key {
        case .character, .backspace, .delete, .left, .right, .home, .end: true
        case .control("a"), .control("e"), .control("u"), .control("w"), .control("k"): true
        default: false
        }
    }
}
