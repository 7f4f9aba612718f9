package import CoreVocabulary
import Cryptography

/// The keys that sign access tokens: the current one, the next one, and recently ended ones.
///
/// A key is published before it signs, so that every holder of a copy of the set knows it by then.
/// It stays published until the last token under it has expired. So a rotation never refuses a good
/// token, except the one made for that purpose: `rotate` with `endsTokens`. Source: OWASP ASVS 5.0
/// 11.2.2 and 13.3.4.
package struct TokenKeys: Hashable, Sendable {
    /// Time for which a key signs, in seconds: seven days.
    package static let signingSeconds: Int64 = 7 * ZoneOffset.secondsPerDay
    /// Time for which a key is published before it signs, in seconds: one day.
    package static let publishedAheadSeconds: Int64 = ZoneOffset.secondsPerDay

    /// Action for the caller after a step in time.
    package enum Effect: Hashable, Sendable {
        /// Create a key and ``TokenKeys/add(_:)`` it.
        case makeKey
        /// The key begins to sign now.
        case began(SigningKeyID)
        /// The key ceased to sign at a time; its private half can be destroyed.
        case ended(SigningKeyID, at: Instant)
    }

    /// The published keys, oldest first.
    package private(set) var published: [SigningKey]

    /// Creates a set without keys.
    package init() {
        published = []
    }

    /// Restores a set from all stored keys, leaving out those that are no longer valid.
    ///
    /// Left out are keys whose tokens have all expired, keys that ended at a time that the clock,
    /// set back since, has not reached again, and keys whose tokens were ended. The keys come in the
    /// order in which they were published and signed.
    package init(_ keys: [SigningKey], at now: Instant) {
        published = keys.dropFirst(Self.replacedCount(keys)).filter { !Self.isOver($0, at: now) }
    }

    /// The key that signs; nil before the effects of the first ``step(at:)`` are carried out.
    package var current: SigningKey? {
        published.last { $0.beganAt != nil && $0.endedAt == nil }
    }

    /// The key that will sign next; nil if it is not created yet.
    package var next: SigningKey? {
        published.first { $0.beganAt == nil }
    }

    /// Returns the set without the keys whose tokens have all expired at a time.
    package func known(at now: Instant) -> Self {
        var known = self
        known.published.removeAll { Self.isOver($0, at: now) }
        return known
    }

    /// Returns the key with an ID if its tokens may be alive, or nil otherwise.
    package func key(_ id: SigningKeyID, at now: Instant) -> SigningKey? {
        published.first { $0.id == id && !Self.isOver($0, at: now) }
    }

    /// Adds a new key; it signs when its time has come.
    package mutating func add(_ key: SigningKey) {
        invariant(key.beganAt == nil, "a new key has not signed")
        invariant(next == nil, "one key waits at a time")
        published.append(key)
    }

    /// Carries out what is due by now.
    ///
    /// - Returns: The actions that follow. After ``Effect/makeKey`` add the key and call again.
    package mutating func step(at now: Instant) -> [Effect] {
        published.removeAll { Self.isOver($0, at: now) }
        guard let current else {
            return next == nil ? [.makeKey] : rotate(at: now)
        }
        let age = now.seconds(since: current.beganAt ?? now)
        guard let next else {
            return age >= Self.signingSeconds - Self.publishedAheadSeconds ? [.makeKey] : []
        }
        let isKnown = now.seconds(since: next.publishedAt) >= Self.publishedAheadSeconds
        return age >= Self.signingSeconds && isKnown ? rotate(at: now) : []
    }

    /// Makes the next key sign from now on, whatever the age of the current one.
    ///
    /// With `endsTokens` all earlier keys, also those that had just ended, count as ended so long ago
    /// that none of their tokens is accepted any more.
    ///
    /// - Returns: The actions that follow. After ``Effect/makeKey`` add the key and call again.
    package mutating func rotate(at now: Instant, endsTokens: Bool = false) -> [Effect] {
        guard let place = published.firstIndex(where: { $0.beganAt == nil }) else {
            return [.makeKey]
        }
        var effects: [Effect] = []
        let end = endsTokens ? now.adding(seconds: -SigningKey.graceSeconds) : now
        for index in published.indices where published[index].beganAt != nil {
            if let known = published[index].endedAt {
                // A store keeps the end it has; ``replacedCount(_:)`` gives the same result for it.
                if endsTokens { published[index].endedAt = min(known, end) }
            } else {
                published[index].endedAt = end
                effects.append(.ended(published[index].id, at: end))
            }
        }
        published[place].beganAt = now
        effects.append(.began(published[place].id))
        return effects
    }

    /// Returns the number of keys, counted from the oldest, whose tokens were ended.
    ///
    /// A key normally ends when the next one begins. Only if tokens are ended does it end before
    /// that, and then the tokens of all keys before it ended too.
    private static func replacedCount(_ keys: [SigningKey]) -> Int {
        let last = keys.indices.dropLast().last { place in
            guard let end = keys[place].endedAt, let begin = keys[place + 1].beganAt else {
                return false
            }
            return end < begin
        }
        return last.map { $0 + 1 } ?? 0
    }

    private static func isOver(_ key: SigningKey, at now: Instant) -> Bool {
        guard let endedAt = key.endedAt, let end = key.lastTokenEndsAt else { return false }
        // The key was ended under a clock that ran ahead. It has ended all the same and must not be
        // valid until that time: a leaked key can be rotated by hand under any clock.
        let isOfAnotherClock = endedAt > now.adding(seconds: Instant.stepToleranceSeconds)
        return isOfAnotherClock || now >= end
    }
}
