/// Wording shared by both renderers.
extension StatusLine {
    /// Returns the state of the link to the bank with its mark, or nil without a link.
    func linkPart(glyphs: Glyphs) -> (text: SafeText, role: StyleRole)? {
        guard let words = link.words, let symbol = link.symbol else { return nil }
        return ("\(.mark(symbol, glyphs)) \(words)", link.role)
    }

    /// Returns the non-empty parts of the status, most important first.
    func parts(glyphs: Glyphs) -> [(text: SafeText, role: StyleRole)] {
        var parts: [(text: SafeText, role: StyleRole)] = []
        if let part = linkPart(glyphs: glyphs) { parts.append(part) }
        let counts: [(Symbol, SafeText?)] = [
            (.queued, queuedWords), (.warning, needsCodeWords), (.information, unreadWords),
        ]
        for case (let symbol, let words?) in counts {
            parts.append(("\(.mark(symbol, glyphs)) \(words)", .syncStale))
        }
        if let signedIn { parts.append((signedIn, .barTitle)) }
        if let trailing { parts.append((trailing, .barTitle)) }
        return parts
    }

    /// Number of waiting instructions in words, to be sent or for an answer; nil if there are none.
    var queuedWords: SafeText? {
        queuedCount > 0 ? "\(queuedCount) waiting" : nil
    }

    /// Number of instructions that need a code, in words; nil if there are none.
    var needsCodeWords: SafeText? {
        switch needsCodeCount {
        case ..<1: nil
        case 1: "1 needs a code"
        default: "\(needsCodeCount) need a code"
        }
    }

    /// Number of unread decisions in words; nil if there are none.
    var unreadWords: SafeText? {
        unreadCount > 0 ? "\(unreadCount) to read" : nil
    }
}

extension Link {
    /// State of the link to the bank in words; nil without a link.
    package var words: SafeText? {
        switch self {
        case .none: nil
        case .live: "live"
        case .connecting: "connecting"
        case .offline(let time?): "offline, as of \(time)"
        case .offline(nil): "offline"
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

    fileprivate var role: StyleRole {
        switch self {
        case .none, .live: .syncOnline
        case .connecting: .syncStale
        case .offline: .syncOffline
        case .unverified: .syncConflict
        }
    }
}

extension [Crumb] {
    /// Progress of the task, as in `Step 3 of 6: Amount`; nil if no step is current.
    var summary: SafeText? {
        guard let index = firstIndex(where: { $0.state == .current }) else { return nil }
        return "Step \(index + 1) of \(count): \(self[index].title)"
    }
}

extension ProgressModel {
    /// Progress of the work in digits and words.
    var countText: SafeText {
        guard let total else { return "\(max(0, done)) \(unit(of: done))" }
        let share: SafeText = percent.map { "\($0)% " } ?? ""
        return "\(share)\(max(0, done)) of \(total) \(unit(of: total))"
    }

    private func unit(of count: Int) -> SafeText {
        count == 1 ? unitOfOne ?? unit : unit
    }
}

extension SafeText {
    /// Returns a mark as text.
    static func mark(_ symbol: Symbol, _ glyphs: Glyphs) -> SafeText {
        SafeText(cells: [TextCell(base: symbol.scalar(in: glyphs), width: 1)])
    }
}
