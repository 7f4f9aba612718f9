public import CoreVocabulary
public import Cryptography
public import IdentityCore
import WireProtocol

/// An operator's request to a bank, made on the command line.
///
/// It travels to a running server as one line of canonical JSON over the socket `admin.sock`.
public enum AdminRequest: Sendable {
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

extension AdminRequest {
    /// The request's name on the socket.
    var act: String {
        switch self {
        case .addUser: "add-user"
        case .disableUser: "disable-user"
        case .enableUser: "enable-user"
        case .unlockUser: "unlock-user"
        case .setRole: "set-role"
        case .setPassword: "set-password"
        case .resetTOTP: "reset-totp"
        case .revokeSessions: "revoke-sessions"
        case .revokeSession: "revoke-session"
        case .revokeTerminal: "revoke-terminal"
        case .account(let act): act.kind.rawValue
        case .rotateMasterKey: "rotate-master-key"
        case .rotateSigningKey: "rotate-signing-key"
        case .rotateTLS: "rotate-tls"
        case .health: "health"
        }
    }

    /// The request as a line, without its line feed.
    var line: [UInt8] {
        CanonicalJSON.encode(
            .object([JSONMember("act", .string(act))] + members.map { JSONMember($0, $1) })
        )
    }

    private var members: [(String, JSONValue)] {
        switch self {
        case .addUser(let name, let displayName, let role, let password):
            [
                ("name", .string(name)),
                ("displayName", .string(displayName)), ("role", .string(role.rawValue)),
                ("password", .string(Base64.encode(Self.revealed(password)))),
            ]
        case .disableUser(let name):
            [("name", .string(name))]
        case .enableUser(let name): [("name", .string(name))]
        case .unlockUser(let name): [("name", .string(name))]
        case .setRole(let name, let role):
            [
                ("name", .string(name)),
                ("role", .string(role.rawValue)),
            ]
        case .setPassword(let name, let password):
            [
                ("name", .string(name)),
                ("password", .string(Base64.encode(Self.revealed(password)))),
            ]
        case .resetTOTP(let name): [("name", .string(name))]
        case .revokeSessions(let name):
            [("name", .string(name))]
        case .revokeSession(let id, let isWiping):
            [
                ("session", .string(id.description)),
                ("wipe", .boolean(isWiping)),
            ]
        case .revokeTerminal(let name, let isUnseen):
            [
                ("name", .string(name)),
                ("unseen", .boolean(isUnseen)),
            ]
        case .account(let act): act.members.map { ($0.name, $0.value) }
        case .rotateMasterKey(let keysAreKept): [("keysAreKept", .boolean(keysAreKept))]
        case .rotateSigningKey: []
        case .rotateTLS: []
        case .health: []
        }
    }

    /// Creates a request from a line, or nil if it is none.
    init?(line: [UInt8]) {
        guard let fields = AdminFields(line: line, byteLimit: Self.lineByteLimit),
            let act = fields.text("act")
        else { return nil }
        if let act = AccountAct(fields) {
            self = .account(act)
            return
        }
        switch act {
        case "rotate-master-key":
            guard let keysAreKept = fields.flag("keysAreKept") else { return nil }
            self = .rotateMasterKey(keysAreKept: keysAreKept)
        case "rotate-signing-key": self = .rotateSigningKey
        case "rotate-tls": self = .rotateTLS
        case "health": self = .health
        case "revoke-session":
            guard let id = fields.text("session").flatMap({ SessionID($0) }),
                let isWiping = fields.flag("wipe")
            else { return nil }
            self = .revokeSession(id, isWiping: isWiping)
        default:
            guard let name = fields.text("name") else { return nil }
            self.init(act: act, name: name, fields)
        }
    }

    private init?(act: String, name: String, _ fields: AdminFields) {
        switch act {
        case "add-user":
            guard let displayName = fields.text("displayName"), let role = fields.role,
                let password = fields.password
            else { return nil }
            self = .addUser(name: name, displayName: displayName, role: role, password: password)
        case "set-role":
            guard let role = fields.role else { return nil }
            self = .setRole(name, role)
        case "set-password":
            guard let password = fields.password else { return nil }
            self = .setPassword(name, password)
        case "disable-user": self = .disableUser(name)
        case "enable-user": self = .enableUser(name)
        case "unlock-user": self = .unlockUser(name)
        case "reset-totp": self = .resetTOTP(name)
        case "revoke-sessions": self = .revokeSessions(of: name)
        case "revoke-terminal":
            guard let isUnseen = fields.flag("unseen") else { return nil }
            self = .revokeTerminal(name, isUnseen: isUnseen)
        default: return nil
        }
    }

    private static func revealed(_ secret: SharedSecret) -> [UInt8] {
        secret.withBytes { span in span.indices.map { span[$0] } }
    }
}

extension AdminFields {
    fileprivate var role: Role? { text("role").flatMap { Role(rawValue: $0) } }

    fileprivate var password: SharedSecret? {
        bytes("password").map { SharedSecret(copying: $0.span) }
    }
}
