package import CoreVocabulary

/// The refresh tokens of one session, of which only the latest is valid.
///
/// Each token is good for one renewal. If a token is shown again, two parties hold it, and it is
/// not known which one is the thief: the family ends. The exception is a lost reply: a caller that
/// repeats the request soon, with the same token and the same nonce, gets the same successor. Only
/// the sender of the first request knows its nonce. Once the successor was used, its reply was not
/// lost, and a repeat ends the family.
///
/// Sources: RFC 9700 §2.2.2 and §4.14.2; OWASP ASVS 5.0 10.4.5, 10.4.8, 7.3.1 and 7.3.2.
package struct RefreshFamily: Hashable, Sendable {
    /// Lifetime of an unused token, in seconds: one hour.
    ///
    /// A console renews every few minutes as long as it runs, whether anybody types or not. So this
    /// ends the session of a console that was switched off or cut off. The console itself watches
    /// for an absent user and locks after 5 or 15 minutes. Source: NIST SP 800-63B-4 §2.2.3 (one
    /// hour of inactivity).
    package static let idleSeconds: Int64 = 3_600
    /// Time during which the same nonce gets the same successor, in seconds.
    package static let repeatSeconds: Int64 = 30

    /// Result of showing a token.
    package enum Outcome: Hashable, Sendable {
        /// The token is spent; the next one has this number.
        case rotated(UInt32)
        /// The token was just spent by the same request; the next one has this number again.
        case repeated(UInt32)
        /// The token was spent before. The family has now ended, and the event should be
        /// investigated.
        case reused
        /// The family had already ended.
        case over(End)
    }

    /// Way in which a family ended.
    package enum End: Hashable, Sendable {
        /// The family was ended by a user, by an operator or after a reused token.
        case ended
        /// The family reached its maximum age, which renewals do not extend.
        case absolute
        /// The family was not renewed for too long.
        case idle
    }

    /// Number of the valid token.
    package private(set) var generation: UInt32
    /// Nonce of the request for it; nil for the first token.
    package private(set) var nonce: [UInt8]?
    /// Time at which it was issued.
    package private(set) var renewedAt: Instant
    /// Latest end of the family.
    package let endsAt: Instant
    /// End of the family if it is not renewed.
    package private(set) var idleEndsAt: Instant
    /// True if the family was ended explicitly or after a reused token.
    package private(set) var isEnded: Bool

    /// Creates the family of a new session.
    package init(openedAt: Instant, endsAt: Instant) {
        self.init(
            generation: 0,
            nonce: nil,
            renewedAt: openedAt,
            endsAt: endsAt,
            idleEndsAt: Self.idleEnd(from: openedAt, endsAt),
            isEnded: false
        )
    }

    /// Restores a family from stored values.
    package init(
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

    /// Returns how the family has ended at a time; nil while it is alive.
    package func end(at now: Instant) -> End? {
        if isEnded { return .ended }
        if now >= endsAt { return .absolute }
        return now >= idleEndsAt ? .idle : nil
    }

    /// Renews with a genuine token of this family, given its number.
    package mutating func renew(
        generation shown: UInt32,
        nonce shownNonce: [UInt8],
        at now: Instant
    ) -> Outcome {
        if let end = end(at: now) { return .over(end) }
        if shown == generation {
            generation += 1
            nonce = shownNonce
            renewedAt = now
            // A renewal extends the end. If the clock was set back, the new end would be earlier,
            // and the session would end when the clock is right again. So the later end is kept.
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
