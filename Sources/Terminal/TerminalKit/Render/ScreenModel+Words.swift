/// What both renderers say in the same words.
extension StatusLine {
    /// The parts of the status that have something to say, the most important first.
    func parts(glyphs: Glyphs) -> [(text: SafeText, role: Role)] {
        var parts: [(text: SafeText, role: Role)] = []
        if let words = link.words, let symbol = link.symbol {
            parts.append(("\(.mark(symbol, link.role, glyphs)) \(words)", link.role))
        }
        if let words = queuedWords {
            parts.append(("\(.mark(.queued, .syncStale, glyphs)) \(words)", .syncStale))
        }
        if let words = unreadWords {
            parts.append(("\(.mark(.information, .syncStale, glyphs)) \(words)", .syncStale))
        }
        if let signedIn { parts.append((signedIn, .barTitle)) }
        if let trailing { parts.append((trailing, .barTitle)) }
        return parts
    }

    /// How many instructions wait; nil when none does.
    var queuedWords: SafeText? {
        queuedCount > 0 ? "\(queuedCount) queued" : nil
    }

    /// How many decisions wait to be read; nil when none does.
    var unreadWords: SafeText? {
        unreadCount > 0 ? "\(unreadCount) to read" : nil
    }
}

extension Link {
    /// How the console stands with the bank; nil when there is nothing to say.
    var words: SafeText? {
        switch self {
        case .none: nil
        case .live: "live"
        case .connecting: "connecting"
        case .offline(let time): "offline, as of \(time)"
        case .unverified: "unverified"
        }
    }

    fileprivate var symbol: Symbol? {
        switch self {
        case .none: nil
        case .live: .linkLive
        case .connecting: .linkConnecting
        case .offline: .linkOffline
        case .unverified: .linkUnverified
        }
    }

    fileprivate var role: Role {
        switch self {
        case .none, .live: .syncOnline
        case .connecting: .syncStale
        case .offline: .syncOffline
        case .unverified: .syncConflict
        }
    }
}

extension [Crumb] {
    /// Where the task stands, as `Step 3 of 6: Amount`; nil when no step is current.
    var summary: SafeText? {
        guard let index = firstIndex(where: { $0.state == .current }) else { return nil }
        return "Step \(index + 1) of \(count): \(self[index].title)"
    }
}

extension ProgressModel {
    /// How far the work has come, in digits and words.
    var countText: SafeText {
        guard let total else { return "\(max(0, done)) \(unit)" }
        let share: SafeText = percent.map { "\($0)% " } ?? ""
        return "\(share)\(max(0, done)) of \(total) \(unit)"
    }
}

extension SafeText {
    /// A mark as text.
    static func mark(_ symbol: Symbol, _ role: Role, _ glyphs: Glyphs) -> SafeText {
        SafeText(cells: [TextCell(base: glyphs.scalar(for: symbol, role: role), width: 1)])
    }
}
