public import CoreVocabulary
public import Cryptography
public import IdentityCore
import WireProtocol

/// What an operator asks of a bank, by its command line.
///
/// Travels to a running server as one line of canonical JSON over the socket `admin.sock`.
public enum AdminRequest: Sendable {
    /// Adds somebody who may sign in.
    case addUser(name: String, displayName: String, role: Role, password: SharedSecret)
    /// Shuts a user out at once.
    case disableUser(String)
    /// Lets a disabled user sign in again.
    case enableUser(String)
    /// Lifts the delay that failed sign-ins have earned a user.
    case unlockUser(String)
    /// Gives a user another role.
    case setRole(String, Role)
    /// Gives a user another password.
    case setPassword(String, SharedSecret)
    /// Gives a user another authenticator.
    case resetTOTP(String)
    /// Ends every session of a user.
    case revokeSessions(of: String)
    /// Ends a session; its console may have to destroy what it holds.
    case revokeSession(SessionID, isWiping: Bool)
    /// Takes the trust from a branch terminal, also from one that nobody has seen here.
    case revokeTerminal(String, isUnseen: Bool)
    /// Does something to accounts, grants, payees, holds, or booked transfers.
    case account(AccountAct)
    /// Makes a new master key and seals everything under it; the operator may have said that there are
    /// copies of those before it.
    case rotateMasterKey(keysAreKept: Bool)
    /// Lets a new key sign access tokens.
    case rotateSigningKey
    /// Issues the server's certificate anew.
    case rotateTLS
    /// Says why the server is not ready; nothing of one that is.
    case health

    /// Whose authenticator the answer shows, which nothing shows again; nil for all other requests.
    var nameOfNewAuthenticator: String? {
        switch self {
        case .addUser(let name, _, _, _), .resetTOTP(let name): name
        default: nil
        }
    }

    /// The longest line of a request, in bytes.
    static let lineByteLimit = 65_536
}

extension AdminRequest {
    /// What is asked, by its name on the socket.
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

    /// The line, without its end.
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

    /// Reads a line; nil when it is no request.
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
