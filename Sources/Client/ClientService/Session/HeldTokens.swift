import CoreVocabulary
import WireProtocol

/// The tokens of a session, with their ends by the clock that never jumps.
///
/// The bank's clock and this machine's need not agree: how long a token lives is what counts, and
/// it counts from the moment at which it was asked for.
struct HeldTokens: Sendable {
    /// Maximum time before its end at which a token is renewed, in milliseconds; otherwise a quarter of
    /// its life.
    private static let marginLimitMilliseconds: Int64 = 60_000
    /// The shortest life that is assumed for a token, in milliseconds.
    ///
    /// The bank itself says when a token has ended, so a token is used for that long whatever its times
    /// say. Times that contradict each other would have the next pair asked for without a pause.
    private static let lifeFloorMilliseconds: Int64 = 10_000

    let access: [UInt8]
    let refresh: [UInt8]
    /// End of the access token, and the time of its renewal, by the monotonic clock.
    let endsAt: Instant
    let renewsAt: Instant
    /// End of the session if these tokens are the last, by the bank's clock.
    let idleEndsAt: Instant
    /// The nonce for this refresh token, made once, so that a lost answer can be requested again.
    var nonce: [UInt8]?

    /// Stores tokens with the moment of their request, by the steady clock.
    init(_ tokens: SessionTokens, askedAt: Instant, serverTime: Instant) {
        access = tokens.access
        refresh = tokens.refresh
        idleEndsAt = tokens.idleEndsAt
        let start = askedAt.nanosecondsSinceEpoch
        // No difference of two times of messages overflows; a sum with a clock could.
        let told = tokens.accessEndsAt.nanosecondsSinceEpoch - serverTime.nanosecondsSinceEpoch
        let life = min(max(Self.lifeFloorMilliseconds * 1_000_000, told), Int64.max - max(0, start))
        let margin = min(life / 4, Self.marginLimitMilliseconds * 1_000_000)
        endsAt = Instant(nanosecondsSinceEpoch: start + life)
        renewsAt = Instant(nanosecondsSinceEpoch: start + life - margin)
    }

    /// True if there is a next pair to ask for.
    var isRenewable: Bool { !refresh.isEmpty }
}
