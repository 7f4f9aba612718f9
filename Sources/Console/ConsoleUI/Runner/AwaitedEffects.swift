import CoreVocabulary

/// The effects that were submitted and are not answered: while there are any, it is too early to ask
/// for the next line.
///
/// ``EffectRunner`` answers each effect that counts here with one reply that counts here, also where
/// there is nothing to say; so whoever waits for none to be left does not wait for ever.
public struct AwaitedEffects: Sendable {
    private var count = 0

    /// Begins with none.
    public init() {}

    /// True if nothing is waited for.
    public var isEmpty: Bool { count == 0 }

    /// Takes note of an effect that is submitted.
    public mutating func submit(_ effect: ClientEffect) {
        if effect.isAwaited { count += 1 }
    }

    /// Takes note of an event that the runner delivered.
    public mutating func take(_ event: ConsoleEvent) {
        guard case .reply(let reply) = event, reply.endsWait else { return }
        invariant(count > 0, "a reply answers an effect that was submitted")
        count -= 1
    }
}

extension ClientEffect {
    /// True if a reply with ``ClientReply/endsWait`` answers it.
    fileprivate var isAwaited: Bool {
        switch self {
        // A search may be long, and is stopped by typing; to stop it has no answer of its own.
        case .search, .cancelSearch: false
        default: true
        }
    }
}

extension ClientReply {
    /// True if it answers an effect that is waited for: all do but those of a search.
    fileprivate var endsWait: Bool {
        switch self {
        case .searchProgress, .searchEnded: false
        default: true
        }
    }
}
