import CoreVocabulary
import Cryptography
import IdentityCore

/// The state of an open record, in memory alone and gone with the session.
struct Session: Sendable {
    /// The number of the session in this client: the results of an older session are ignored.
    let number: Int
    let user: SignedInUser
    /// The bank's part of the session; nil while the record was opened without the bank.
    var online: OnlineSession?
    let records: any RecordStore
    let outbox: Outbox
    let unlock: UnlockVerifier
    /// The lease that opens the record again without the bank; nil where none is kept.
    var lease: HeldLease?
    /// The end of the lease by the bank's clock.
    var leaseEndsAt: Instant
    /// The end of the lease by the monotonic clock, which decides while the record is open.
    var leaseOverAt: Instant
    /// The reckoning from which the bank's time is computed.
    var reckoning: BankReckoning
    /// The last zone that the bank sent, in which it counts its days; nil if there was none.
    var zone: ZoneOffset?
    var unlockTriesLeft = unlockTryLimit

    /// Returns the bank's time by the monotonic clock; it is never ahead of the bank's own.
    func bankTime(atBoottime now: Instant) -> Instant {
        reckoning.time(atBoottime: now)
    }
}

/// The identifier, tokens and keys that prove a session at the bank.
struct OnlineSession: Sendable {
    let sessionID: SessionID
    let authorisationKey: SharedSecret
    var tokens: HeldTokens
    /// The notes in which the session is listed until the bank has ended it, and whether it is.
    let notes: any SessionNotes
    let isNoted: Bool
    /// The sessions that were left open here and that the bank has not ended yet.
    var left: [SessionID]
}
