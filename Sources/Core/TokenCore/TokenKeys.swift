public import CoreVocabulary
import Cryptography

/// The keys that sign access tokens: one that signs, one that will, and those whose tokens may
/// still live.
///
/// A key is published before it signs, so that whoever keeps a copy of the set knows it by then,
/// and stays published until the last token under it has ended. So no rotation ever refuses a
/// token that was good, but for the one that is meant to: `rotate` with `endsTokens`.
/// Source: OWASP ASVS 5.0 11.2.2 and 13.3.4.
public struct TokenKeys: Hashable, Sendable {
    /// How long a key signs, in seconds: seven days.
    public static let signingSeconds: Int64 = 7 * ZoneOffset.secondsPerDay
    /// How long a key is published before it signs, in seconds: one day.
    public static let publishedAheadSeconds: Int64 = ZoneOffset.secondsPerDay

    /// What is to be done because of the time.
    public enum Effect: Hashable, Sendable {
        /// Make a key and ``TokenKeys/add(_:)`` it.
        case makeKey
        /// The key signs from now on.
        case began(SigningKeyID)
        /// The key signs no more since a time; its private half can go.
        case ended(SigningKeyID, at: Instant)
    }

    /// The keys that are published, the oldest first.
    public private(set) var published: [SigningKey]

    /// Makes a set without keys.
    public init() {
        published = []
    }

    /// Makes a set from all that a store kept, without the keys whose tokens have all ended by now,
    /// without those that a clock ended which has been set back since, and without those whose tokens
    /// were ended.
    ///
    /// - Parameters:
    ///   - keys: All keys of the store, in the order of publishing, in which they signed too.
    ///   - now: The time.
    public init(_ keys: [SigningKey], at now: Instant) {
        published = keys.dropFirst(Self.replacedCount(keys)).filter { !Self.isOver($0, at: now) }
    }

    /// The key that signs; nil before the first ``step(at:)`` that was followed up.
    public var current: SigningKey? {
        published.last { $0.beganAt != nil && $0.endedAt == nil }
    }

    /// The key that will sign next, if it is made.
    public var next: SigningKey? {
        published.first { $0.beganAt == nil }
    }

    /// The set without the keys whose tokens have all ended by a time.
    public func known(at now: Instant) -> Self {
        var known = self
        known.published.removeAll { Self.isOver($0, at: now) }
        return known
    }

    /// A key whose tokens may live.
    public func key(_ id: SigningKeyID, at now: Instant) -> SigningKey? {
        published.first { $0.id == id && !Self.isOver($0, at: now) }
    }

    /// Adds a key that was made; it signs when its time has come.
    public mutating func add(_ key: SigningKey) {
        invariant(key.beganAt == nil, "a new key has not signed")
        invariant(next == nil, "one key waits at a time")
        published.append(key)
    }

    /// Does what is due by now.
    ///
    /// - Returns: What follows from it; after ``Effect/makeKey`` add the key and call again.
    public mutating func step(at now: Instant) -> [Effect] {
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

    /// Lets the next key sign from now on, whatever the age of the current one.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - endsTokens: True if the keys before count as ended so long ago that no token of theirs is
    ///     taken any more; those too that had ended just before.
    /// - Returns: What follows from it; after ``Effect/makeKey`` add the key and call again.
    public mutating func rotate(at now: Instant, endsTokens: Bool = false) -> [Effect] {
        guard let place = published.firstIndex(where: { $0.beganAt == nil }) else {
            return [.makeKey]
        }
        var effects: [Effect] = []
        let end = endsTokens ? now.adding(seconds: -SigningKey.graceSeconds) : now
        for index in published.indices where published[index].beganAt != nil {
            if let known = published[index].endedAt {
                // A store keeps the end that it has: ``replacedCount(_:)`` says the same of it.
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

    /// The number of keys, counted from the oldest, whose tokens were ended.
    ///
    /// A key ends at the moment at which the next one begins. Only where tokens are ended it ended
    /// before that, and then the tokens of all keys before it ended too.
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
        // A clock that ran ahead ended it. It ended all the same, and must not be good until that
        // time comes: a key that leaked is turned by hand under any clock.
        let isOfAnotherClock = endedAt > now.adding(seconds: Instant.stepToleranceSeconds)
        return isOfAnotherClock || now >= end
    }
}
