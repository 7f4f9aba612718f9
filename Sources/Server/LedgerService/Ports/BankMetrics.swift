/// Where the bank counts what an operator watches; never who it was.
public protocol BankMetrics: Sendable {
    /// Counts one more of something.
    func count(_ event: BankMetricEvent)
}

/// Something that is counted.
public enum BankMetricEvent: String, Hashable, Sendable, CaseIterable {
    /// Somebody signed in.
    case signedIn = "signed-in"
    /// Name, password and code were not right together.
    case signInRefused = "sign-in-refused"
    /// A sign-in had to wait, because too many failed before.
    case signInDelayed = "sign-in-delayed"
    /// A session got its next tokens.
    case renewed
    /// A refresh token that was spent was shown again.
    case refreshTokenReused = "refresh-token-reused"
    /// A request carried no access token that could be believed.
    case accessTokenRefused = "access-token-refused"
    /// A request was refused because the role does not allow it.
    case notAllowed = "not-allowed"
    /// A request came too soon after others.
    case slowedDown = "slowed-down"
    /// A console was told to destroy what it holds.
    case wipeOrdered = "wipe-ordered"
    /// A console submitted entries that the books lack or tell otherwise, and they were kept.
    case evidenceSubmitted = "evidence-submitted"
    /// Something that the bank does by itself every few seconds could not be done.
    case upkeepFailed = "upkeep-failed"
}

/// Counts nothing.
public struct NoBankMetrics: BankMetrics {
    /// Makes it.
    public init() {}

    /// Does nothing.
    public func count(_ event: BankMetricEvent) {}
}
