import CoreVocabulary
import Cryptography

/// Facts that the bank gave at sign-in, and what is noted of the session on this machine.
struct BegunSession {
    let sessionID: SessionID
    /// Key that binds a code to a transfer; the bank gave it for this session alone.
    let authorisationKey: SharedSecret
    /// Notes that hold the session, if `isNoted`, until the bank is known to have ended it.
    let notes: any SessionNotes
    let isNoted: Bool
    /// Sessions that were left open here, until the bank has ended them.
    let left: [SessionID]
}
