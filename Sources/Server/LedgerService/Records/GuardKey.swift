public import CoreVocabulary
public import IdentityCore

/// Whose failed tries are counted together.
public enum GuardKey: Hashable, Sendable {
    /// A user's, at sign-in and at transfers, in all sessions.
    case user(UserID)
    /// Those for names that nobody has, gathered in 65,536 buckets.
    case unknownName(bucket: UInt16)

    /// 16 bytes for a user, 2 for a bucket.
    public var bytes: [UInt8] {
        switch self {
        case .user(let id): id.bytes
        case .unknownName(let bucket): [UInt8(bucket >> 8), UInt8(bucket & 0xFF)]
        }
    }
}

/// The tries that are counted under a key.
public struct GuardRecord: Hashable, Sendable {
    /// The failures, each counted as its try began.
    public var state: SignInGuard
    /// Tries that have begun and are not answered yet; a restart of the bank ends them.
    public var openTryCount: Int64

    /// Makes a record from what a store kept.
    public init(state: SignInGuard = SignInGuard(), openTryCount: Int64 = 0) {
        self.state = state
        self.openTryCount = openTryCount
    }

    /// Asks to begin a try, and counts it when it may.
    mutating func begin(at now: Instant) -> SignInGuard.Attempt {
        let attempt = state.attempt(at: now)
        if attempt == .allowed { openTryCount += 1 }
        return attempt
    }

    /// Ends a try that failed; it was counted when it began.
    mutating func fail() {
        openTryCount = max(0, openTryCount - 1)
    }

    /// Ends a try that succeeded: earlier failures are forgotten, other open tries stay counted.
    mutating func succeed(at now: Instant) {
        openTryCount = max(0, openTryCount - 1)
        state = SignInGuard()
        for _ in 0..<min(openTryCount, Int64(SignInGuard.failureLimit)) {
            _ = state.attempt(at: now)
        }
    }
}
