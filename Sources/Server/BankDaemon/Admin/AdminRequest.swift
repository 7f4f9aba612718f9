package import CoreVocabulary
package import Cryptography
package import IdentityCore

/// An operator's request to a bank, made on the command line.
///
/// It travels to a running server as one line of canonical JSON over the socket `admin.sock`.
package enum AdminRequest: Sendable {
    /// Adds a user who may sign in.
    case addUser(name: String, displayName: String, role: Role, password: SharedSecret)
    /// Disables a user and ends their access at once.
    case disableUser(String)
    /// Enables a disabled user.
    case enableUser(String)
    /// Lifts the delay that a user has after failed sign-ins.
    case unlockUser(String)
    /// Sets the role of a user.
    case setRole(String, Role)
    /// Sets the password of a user.
    case setPassword(String, SharedSecret)
    /// Issues a new authenticator to a user.
    case resetTOTP(String)
    /// Ends all sessions of a user.
    case revokeSessions(of: String)
    /// Ends a session and orders its console to wipe if `isWiping` is true.
    case revokeSession(SessionID, isWiping: Bool)
    /// Revokes a branch terminal; `isUnseen` permits one that is unknown here.
    case revokeTerminal(String, isUnseen: Bool)
    /// Carries out an act on accounts, grants, payees, holds or booked transfers.
    case account(AccountAct)
    /// Makes a new master key and reseals everything under it; `keysAreKept` says that the operator
    /// has copies of the earlier keys.
    case rotateMasterKey(keysAreKept: Bool)
    /// Begins a new signing key for access tokens.
    case rotateSigningKey
    /// Reissues the server's certificate.
    case rotateTLS
    /// Asks for the reasons why the server is not ready; the answer is empty if it is.
    case health

    /// The user whose new authenticator only the answer shows; nil for all other requests.
    var nameOfNewAuthenticator: String? {
        switch self {
        case .addUser(let name, _, _, _), .resetTOTP(let name): name
        default: nil
        }
    }

    /// Maximum length of a request's line, in bytes.
    static let lineByteLimit = 65_536
}
