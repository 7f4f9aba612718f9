public import CoreVocabulary

/// The refresh tokens of one session, of which only the last one is good.
///
/// Each is worth one renewal. One that is shown again means that two hold it, and which of them is
/// the thief cannot be told: the family ends. The exception is a reply that got lost: whoever asks
/// again soon with the same token and the same nonce gets the same successor, and only who sent the
/// first request knows its nonce. Once the successor was used its reply was not lost, and the family
/// ends.
///
/// Sources: RFC 9700 §2.2.2 and §4.14.2; OWASP ASVS 5.0 10.4.5, 10.4.8, 7.3.1 and 7.3.2.
public struct RefreshFamily: Hashable, Sendable {
    /// How long a token lasts that is not used, in seconds: one hour.
    ///
    /// A console renews every few minutes for as long as it runs, whether somebody types or not, so
    /// this ends the session of one that was switched off or cut off; whether a person is still
    /// there is the console's to watch, which locks after 5 or 15 minutes.
    /// Source: NIST SP 800-63B-4 §2.2.3 (one hour of inactivity).
    public static let idleSeconds: Int64 = 3_600
    /// How long the same nonce gets the same successor, in seconds.
    public static let repeatSeconds: Int64 = 30

    /// What becomes of a token that is shown.
    public enum Outcome: Hashable, Sendable {
        /// It is spent; the next one has this number.
        case rotated(UInt32)
        /// It was spent just now by the same request; the next one is the same again.
        case repeated(UInt32)
        /// It was spent before: the family has ended now, and somebody should look.
        case reused
        /// The family had ended.
        case over(End)
    }

    /// How a family ended.
    public enum End: Hashable, Sendable {
        /// Somebody ended it.
        case ended
        /// It was as old as it may get; renewing does not put this off.
        case absolute
        /// Nobody renewed for too long.
        case idle
    }

    /// The number of the token that is good.
    public private(set) var generation: UInt32
    /// With which nonce it was asked for; nil for the first.
    public private(set) var nonce: [UInt8]?
    /// When it was given out.
    public private(set) var renewedAt: Instant
    /// When it ends at the latest.
    public let endsAt: Instant
    /// When it ends unless it is renewed.
    public private(set) var idleEndsAt: Instant
    /// Whether somebody ended it.
    public private(set) var isEnded: Bool

    /// Begins a family.
    public init(openedAt: Instant, endsAt: Instant) {
        self.init(
            generation: 0,
            nonce: nil,
            renewedAt: openedAt,
            endsAt: endsAt,
            idleEndsAt: Self.idleEnd(from: openedAt, endsAt),
            isEnded: false
        )
    }

    /// Makes a family from what a store kept.
    public init(
        generation: UInt32,
        nonce: [UInt8]?,
        renewedAt: Instant,
        endsAt: Instant,
        idleEndsAt: Instant,
        isEnded: Bool
    ) {
        self.generation = generation
        self.nonce = nonce
        self.renewedAt = renewedAt
        self.endsAt = endsAt
        self.idleEndsAt = idleEndsAt
        self.isEnded = isEnded
    }

    /// How it has ended by some time; nil while it lives.
    public func end(at now: Instant) -> End? {
        if isEnded { return .ended }
        if now >= endsAt { return .absolute }
        return now >= idleEndsAt ? .idle : nil
    }

    /// Takes a genuine token of this family by its number.
    public mutating func renew(
        generation shown: UInt32,
        nonce shownNonce: [UInt8],
        at now: Instant
    ) -> Outcome {
        if let end = end(at: now) { return .over(end) }
        if shown == generation {
            generation += 1
            nonce = shownNonce
            renewedAt = now
            // A renewal puts the end off. Under a clock that was set back it would bring it nearer, and
            // end the session when the clock is right again.
            idleEndsAt = max(idleEndsAt, Self.idleEnd(from: now, endsAt))
            return .rotated(generation)
        }
        if isRepeated(shown, shownNonce, at: now) { return .repeated(generation) }
        isEnded = true
        return .reused
    }

    private func isRepeated(_ shown: UInt32, _ shownNonce: [UInt8], at now: Instant) -> Bool {
        generation > 0 && shown == generation - 1 && shownNonce == nonce
            && now <= renewedAt.adding(seconds: Self.repeatSeconds)
    }

    private static func idleEnd(from now: Instant, _ endsAt: Instant) -> Instant {
        min(now.adding(seconds: idleSeconds), endsAt)
    }
}
