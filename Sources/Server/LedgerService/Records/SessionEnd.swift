/// Why a session ended before its time; the numbers are never changed or used again.
public enum SessionEnd: UInt8, Hashable, Sendable, CaseIterable {
    /// The user signed out.
    case signedOut = 1
    /// The user ended it from another session.
    case endedByUser = 2
    /// The administration ended it; the user may sign in again.
    case revoked = 3
    /// A refresh token that was spent was shown again.
    case tokenReused = 4
    /// The user began one session too many, and this was the one that had been idle the longest.
    case displaced = 5
    /// The user's role or authenticator changed.
    case userChanged = 6
    /// The user was disabled; for as long as they are, what the console holds is to be destroyed.
    case userDisabled = 7
    /// The console may not be used any more; what it holds is to be destroyed.
    case consoleRevoked = 8

    /// Whether the console may be in wrong hands, and its authorisation key with it.
    ///
    /// A session that its user, another session or the administration ended in the usual course
    /// leaves transfers behind that were authorised rightly; they may still arrive.
    public var isForCause: Bool {
        switch self {
        case .tokenReused, .consoleRevoked: true
        case .signedOut, .endedByUser, .revoked, .displaced, .userChanged, .userDisabled: false
        }
    }
}
