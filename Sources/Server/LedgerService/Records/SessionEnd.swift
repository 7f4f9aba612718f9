/// Reason why a session ended before its latest end; the numbers are never changed or reused.
package enum SessionEnd: UInt8, Hashable, Sendable, CaseIterable {
    /// The user signed out.
    case signedOut = 1
    /// The user ended it from another session.
    case endedByUser = 2
    /// The administration ended it; the user may sign in again.
    case revoked = 3
    /// A refresh token that was already used was presented again.
    case tokenReused = 4
    /// The user opened one session too many, and this one had been idle the longest.
    case displaced = 5
    /// The user's role, password or authenticator changed.
    case userChanged = 6
    /// The user was disabled; while they are, the console must destroy what it holds.
    case userDisabled = 7
    /// The console was revoked and must destroy what it holds.
    case consoleRevoked = 8

    /// True if the console, and its authorisation key with it, may be compromised.
    ///
    /// A session that its user, another session or the administration ended in the usual course
    /// leaves behind properly authorised transfers, which may still arrive.
    package var isForCause: Bool {
        switch self {
        case .tokenReused, .consoleRevoked: true
        case .signedOut, .endedByUser, .revoked, .displaced, .userChanged, .userDisabled: false
        }
    }
}
