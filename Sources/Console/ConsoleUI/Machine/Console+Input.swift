import CoreVocabulary
import TerminalKit

/// Keys and pasted text.
extension Console {
    /// Takes what a terminal sent.
    mutating func take(_ input: InputEvent) -> [Effect] {
        lastInput = time.steady
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
        if lock != nil { return takeWhileLocked(key) }
        if key == .control("c") { return stop() }
        if top.focus != .commands, pendingKeys.isEmpty, Self.isEditing(key) {
            return withTop { $0.edit(.key(key), &$1) }
        }
        switch commandTable.resolve(key, pending: &pendingKeys) {
        case .run(let command):
            return run(command.action)
        case .disabled(_, let reason):
            say(.warning, reason)
            return []
        case .pending, .unbound:
            return []
        }
    }

    private mutating func take(paste text: String) -> [Effect] {
        pendingKeys = []
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

    private mutating func takeWhileLocked(_ key: Key) -> [Effect] {
        switch key {
        case .enter:
            return lock?.confirm().map { [.client($0)] } ?? []
        case .function(10):
            leaveSession(notice: nil)
            return [.client(.signOut)]
        default:
            if Self.isEditing(key) { lock?.edit(.key(key)) }
            return []
        }
    }

    /// Ctrl-C stops what is under way; with nothing to stop, a second one soon after leaves.
    private mutating func stop() -> [Effect] {
        pendingKeys = []
        if top.availability(of: .stop, in: context) == .enabled {
            lastStop = nil
            return withTop { $0.perform(.stop, &$1) }
        }
        if let lastStop,
            time.steady.nanosecondsSinceEpoch - lastStop.nanosecondsSinceEpoch
                <= Self.leaveMilliseconds * 1_000_000
        {
            let wasSignedIn = session != nil
            leaveSession(notice: nil)
            return (wasSignedIn ? [.client(.signOut)] : []) + [.shell(.quit)]
        }
        lastStop = time.steady
        say(.information, "Nothing is under way. Press Ctrl-C again to leave.")
        return []
    }

    /// Whether a key changes text where text is typed, and is no command there.
    static func isEditing(_ key: Key) -> Bool {
        switch key {
        case .character, .backspace, .delete, .left, .right, .home, .end: true
        case .control("u"), .control("w"), .control("k"): true
        default: false
        }
    }
}
