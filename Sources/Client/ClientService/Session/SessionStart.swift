import CoreVocabulary

/// Facts with which a session starts, at a sign-in or without the bank.
struct SessionStart {
    let user: SignedInUser
    /// Record and outbox, which the session closes at its end.
    let records: any RecordStore
    let outbox: Outbox
    let reckoning: BankReckoning
    /// Verifier of the password that opened the record.
    let unlock: UnlockVerifier
    /// Lease that is kept, if one is, with its end by the bank's clock and by the monotonic one.
    let lease: HeldLease?
    let leaseEndsAt: Instant
    let leaseOverAt: Instant
    /// Facts that the bank gave; nil without the bank.
    let begun: BegunSession?
    /// First tokens; nil without the bank.
    let tokens: HeldTokens?
}
