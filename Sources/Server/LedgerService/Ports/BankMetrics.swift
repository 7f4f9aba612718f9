/// Counters of events for the operator, without user data.
package protocol BankMetrics: Sendable {
    /// Adds one to the counter of an event.
    func count(_ event: BankMetricEvent)
}

/// Event that is counted.
package enum BankMetricEvent: String, Hashable, Sendable, CaseIterable {
    /// A user signed in.
    case signedIn = "signed-in"
    /// A sign-in failed because name, password or code was wrong.
    case signInRefused = "sign-in-refused"
    /// A sign-in was delayed, because too many failed before.
    case signInDelayed = "sign-in-delayed"
    /// A session received its next tokens.
    case renewed
    /// A refresh token that was already used was presented again.
    case refreshTokenReused = "refresh-token-reused"
    /// A request carried an invalid access token, other than one that only has to be renewed.
    case accessTokenRefused = "access-token-refused"
    /// A request was refused because the role does not allow it.
    case notAllowed = "not-allowed"
    /// A request exceeded a rate limit.
    case slowedDown = "slowed-down"
    /// A wipe order was issued to a console.
    case wipeOrdered = "wipe-ordered"
    /// A console submitted entries that the books lack or have differently, and they were stored.
    case evidenceSubmitted = "evidence-submitted"
    /// A periodic maintenance task of the bank failed.
    case upkeepFailed = "upkeep-failed"
}

/// Implementation that counts nothing.
package struct NoBankMetrics: BankMetrics {
    /// Creates counters without state.
    package init() {}

    /// Does nothing with the event.
    package func count(_ event: BankMetricEvent) {}
}
