public import IdentityCore

/// How long sessions last, and what consoles hold without the bank.
public struct SessionTerms: Hashable, Sendable {
    /// How long a customer's session lasts at most, in seconds: usually 24 hours.
    ///
    /// Source: NIST SP 800-63B-4 §2.2.3.
    public var customerSessionSeconds: Int64 = 24 * 3_600
    /// How long a session of staff lasts at most, in seconds: usually 12 hours.
    ///
    /// Source: NIST SP 800-63B-4 §2.3.3.
    public var staffSessionSeconds: Int64 = 12 * 3_600
    /// How long a customer's console may show what it holds without the bank, in seconds: usually
    /// 24 hours, as long as a session.
    public var customerLeaseSeconds: Int64 = 24 * 3_600
    /// How long a console of staff may show what it holds without the bank, in seconds: usually 72
    /// hours, as long as a late authorisation is taken; a branch works through an outage.
    public var staffLeaseSeconds: Int64 = TransferAuthorisation.lateLimitSeconds

    /// Makes the usual terms.
    public init() {}

    /// The time for which the keys of a session are kept after its latest end, in seconds.
    ///
    /// Until then a transfer that was authorised in it may arrive, and its console may have a lease
    /// and must be told to wipe. Later nothing can come of them.
    public var endedKeySeconds: Int64 {
        max(TransferAuthorisation.lateLimitSeconds, customerLeaseSeconds, staffLeaseSeconds)
    }

    /// How long a session lasts at most, in seconds.
    public func sessionSeconds(of role: Role) -> Int64 {
        role.isStaff ? staffSessionSeconds : customerSessionSeconds
    }

    /// How long a console may show what it holds without the bank, in seconds.
    public func leaseSeconds(of role: Role) -> Int64 {
        role.isStaff ? staffLeaseSeconds : customerLeaseSeconds
    }
}
