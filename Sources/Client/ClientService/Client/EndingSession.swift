import CoreVocabulary
import WireProtocol

/// A session that is over here, until the bank has confirmed its end.
struct EndingSession: Sendable {
    let id: SessionID
    var tokens: HeldTokens
    /// Notes that hold the session if `isNoted`; nil if they cannot be opened.
    let notes: (any SessionNotes)?
    let isNoted: Bool
    /// Latest end of the session, by the bank's clock.
    let endsAt: Instant
    /// Reckoning of the bank's time.
    let reckoning: BankReckoning
    /// The last zone that the bank sent, in which it counts its days; nil if there was none.
    let zone: ZoneOffset?
    /// Number of sessions that this client had begun when this one was over.
    let number: Int

    /// Creates it from a session that somebody was in.
    init(_ ended: OpenSession, _ online: OnlineSession) {
        id = online.begun.sessionID
        tokens = online.line.tokens
        notes = online.begun.notes
        isNoted = online.begun.isNoted
        endsAt = ended.context.user.endsAt
        reckoning = ended.context.sync.reckoning
        zone = ended.context.zone
        number = ended.context.number
    }

    /// Creates an ending from a session that the bank began and this console could not use.
    init(
        _ reply: SignInReply,
        askedAt: Instant,
        notes: (any SessionNotes)?,
        isNoted: Bool,
        boottime: Instant,
        number: Int
    ) {
        id = reply.sessionID
        tokens = HeldTokens(reply.tokens, askedAt: askedAt, serverTime: reply.serverTime)
        self.notes = notes
        self.isNoted = isNoted
        endsAt = reply.endsAt
        reckoning = BankReckoning(from: reply.serverTime, atBoottime: boottime)
        zone = reply.zone
        self.number = number
    }

    /// Returns the end that the bank has not confirmed; nil if the session has ended by itself.
    func untold(atBoottime now: Instant) -> UntoldEnd? {
        // While the answer to a renewal is missing, the bank may have let the session go on for longer.
        let last = tokens.nonce == nil ? min(endsAt, tokens.idleEndsAt) : endsAt
        let bankTime = reckoning.time(atBoottime: now)
        guard last > bankTime else { return nil }
        // Both ends of it are times of the bank's clock, so how long it goes on is so by any.
        let rest = Int128(last.nanosecondsSinceEpoch) - Int128(bankTime.nanosecondsSinceEpoch)
        let over = Int128(now.nanosecondsSinceEpoch) + rest
        return UntoldEnd(
            endsAt: last,
            overAt: Instant(nanosecondsSinceEpoch: Int64(clamping: over)),
            isNoted: isNoted,
            zone: zone
        )
    }
}
