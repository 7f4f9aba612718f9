package import IdentityCore

/// Durations of sessions and of leases on consoles.
package struct SessionTerms: Hashable, Sendable {
    /// Maximum duration of a customer's session in seconds, 24 hours by default.
    ///
    /// Source: NIST SP 800-63B-4 §2.2.3.
    package var customerSessionSeconds: Int64 = 24 * 3_600
    /// Maximum duration of a staff session in seconds, 12 hours by default.
    ///
    /// Source: NIST SP 800-63B-4 §2.3.3.
    package var staffSessionSeconds: Int64 = 12 * 3_600
    /// Duration of a lease on a customer's console in seconds; by default 24 hours, like a session.
    package var customerLeaseSeconds: Int64 = 24 * 3_600
    /// Duration of a lease on a staff console in seconds; by default 72 hours, as for late proofs.
    ///
    /// It lets a branch work through an outage.
    package var staffLeaseSeconds: Int64 = TransferAuthorisation.lateLimitSeconds

    /// Creates the default terms.
    package init() {}

    /// Time in seconds for which the keys of a session are kept after its latest end.
    ///
    /// Within this time, a transfer that was authorised in the session may arrive, and its console
    /// may have a lease and must receive a wipe order. Later, the keys have no use.
    package var endedKeySeconds: Int64 {
        max(TransferAuthorisation.lateLimitSeconds, customerLeaseSeconds, staffLeaseSeconds)
    }

    /// Returns the maximum duration of a session of a role, in seconds.
    package func sessionSeconds(of role: Role) -> Int64 {
        role.isStaff ? staffSessionSeconds : customerSessionSeconds
    }

    /// Returns the duration of a lease for a role, in seconds.
    package func leaseSeconds(of role: Role) -> Int64 {
        role.isStaff ? staffLeaseSeconds : customerLeaseSeconds
    }
}
