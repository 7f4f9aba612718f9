import CoreVocabulary

/// Counter of submitted effects without an answer, during which no further line is requested.
///
/// ``EffectRunner`` answers each counted effect with exactly one counted reply, even without a
/// result, so the count always returns to zero.
package struct AwaitedEffects: Sendable {
    private var count = 0

    /// Creates an empty counter.
    package init() {}

    /// True if no effect is pending.
    package var isEmpty: Bool { count == 0 }

    /// Counts an effect that is submitted.
    package mutating func submit(_ effect: ClientEffect) {
        if effect.isAwaited { count += 1 }
    }

    /// Counts a reply that the runner delivered.
    package mutating func receive(_ event: ConsoleEvent) {
        guard case .reply(let reply) = event, reply.endsWait else { return }
        invariant(count > 0, "a reply answers an effect that was submitted")
        count -= 1
    }
}

extension ClientEffect {
    /// True if a reply with ``ClientReply/endsWait`` answers the effect.
    fileprivate var isAwaited: Bool {
        switch self {
        // A search may be long and is stopped by typing. Stopping it has no reply of its own.
        case .search, .cancelSearch: false
        default: true
        }
    }
}

extension ClientReply {
    /// True if the reply answers a counted effect; all do except those of a search.
    fileprivate var endsWait: Bool {
        switch self {
        case .searchProgress, .searchEnded: false
        default: true
        }
    }
}
