import CoreVocabulary
import Cryptography
import IdentityCore

/// What a client holds while a record is open; all of it in memory, none of it afterwards.
struct Session: Sendable {
    /// Which session of this client it is: what an older one still does is not heeded.
    let number: Int
    let user: SignedInUser
    /// What the bank gave at sign-in; nil while the record was opened without the bank.
    var online: OnlineSession?
    let records: any RecordStore
    let outbox: Outbox
    let unlock: UnlockVerifier
    /// What opens the record again without the bank; nil where none is kept.
    var lease: HeldLease?
    /// Until when this console may show what it holds, by the bank's clock.
    var leaseEndsAt: Instant
    /// The same by the clock here that never jumps; what decides while the record is open.
    var leaseOverAt: Instant
    /// What the bank's time is reckoned from.
    var reckoning: BankReckoning
    /// The zone in which the bank counts its days, as it said last; nil if it never did.
    var zone: ZoneOffset?
    var unlockTriesLeft = unlockTryLimit

    /// The bank's time, reckoned with a clock that never jumps; never ahead of the bank's own.
    func bankTime(atBoottime now: Instant) -> Instant {
        reckoning.time(atBoottime: now)
    }
}

/// What proves a session at the bank.
struct OnlineSession: Sendable {
    let sessionID: SessionID
    let authorisationKey: SharedSecret
    var tokens: HeldTokens
    /// Where this session is noted until the bank is known to have ended it, and whether it is.
    let notes: any SessionNotes
    let isNoted: Bool
    /// The sessions that were left open here, until the bank has ended them.
    var left: [SessionID]
}
