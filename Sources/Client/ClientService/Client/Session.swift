import CoreVocabulary
import Cryptography
import IdentityCore

/// What a client holds while somebody is signed in; all of it in memory, none of it afterwards.
struct Session: Sendable {
    /// Which session of this client it is: what an older one still does is not heeded.
    let number: Int
    let user: SignedInUser
    let token: [UInt8]
    let sessionID: SessionID
    let authorisationKey: SharedSecret
    let records: any RecordStore
    let outbox: Outbox
    let unlock: UnlockVerifier
    /// The bank's time at sign-in, and the steady clock's when it arrived.
    let serverTimeAtStart: Instant
    let boottimeAtStart: Instant
    var unlockTriesLeft = unlockTryLimit

    /// The bank's time, reckoned with a clock that never jumps; never ahead of the bank's own.
    func bankTime(atBoottime now: Instant) -> Instant {
        let passed =
            now.nanosecondsSinceEpoch - boottimeAtStart.nanosecondsSinceEpoch
        return Instant(
            nanosecondsSinceEpoch: serverTimeAtStart.nanosecondsSinceEpoch + max(0, passed)
        )
    }
}
