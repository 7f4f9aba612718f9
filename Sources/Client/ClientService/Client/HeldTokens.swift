import CoreVocabulary
import WireProtocol

/// The tokens of a session, with their ends by the clock that never jumps.
///
/// The bank's clock and this machine's need not agree: how long a token lives is what counts, and
/// it counts from the moment at which it was asked for.
struct HeldTokens: Sendable {
    /// How long before its end a token is renewed, in milliseconds: a quarter of its life, and no
    /// more than this.
    private static let marginLimitMilliseconds: Int64 = 60_000

    let access: [UInt8]
    let refresh: [UInt8]
    /// When the access token ends, and when it is to be renewed.
    let endsAt: Instant
    let renewsAt: Instant
    /// Made once for this refresh token, so that an answer that was lost can be had again.
    var nonce: [UInt8]?

    /// Takes tokens over that were asked for at a moment of the steady clock.
    init(_ tokens: SessionTokens, askedAt: Instant, serverTime: Instant) {
        access = tokens.access
        refresh = tokens.refresh
        let life = max(
            0,
            tokens.accessEndsAt.nanosecondsSinceEpoch - serverTime.nanosecondsSinceEpoch
        )
        let margin = min(life / 4, Self.marginLimitMilliseconds * 1_000_000)
        let start = askedAt.nanosecondsSinceEpoch
        endsAt = Instant(nanosecondsSinceEpoch: start + life)
        renewsAt = Instant(nanosecondsSinceEpoch: start + life - margin)
    }

    /// Whether there is a next pair to ask for.
    var isRenewable: Bool { !refresh.isEmpty }
}
