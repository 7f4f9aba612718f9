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
    /// Gives a user another authenticator.
    case resetTOTP(String)
    /// Ends every session of a user.
    case revokeSessions(of: String)
    /// Ends a session; its console may have to destroy what it holds.
    case revokeSession(SessionID, isWiping: Bool)
    /// Takes the trust from a branch terminal.
    case revokeTerminal(String)
    /// Makes a new master key and seals everything under it.
    case rotateMasterKey
    /// Lets a new key sign access tokens.
    case rotateSigningKey
    /// Issues the server's certificate anew.
    case rotateTLS

    /// The longest line of a request, in bytes.
    static let lineByteLimit = 65_536
}

extension AdminRequest {
    /// The line, without its end.
    var line: [UInt8] {
        let members: [(String, JSONValue)] =
            switch self {
            case .addUser(let name, let displayName, let role, let password):
                [
                    ("act", .string("add-user")), ("name", .string(name)),
                    ("displayName", .string(displayName)), ("role", .string(role.rawValue)),
                    ("password", .string(Base64.encode(Self.revealed(password)))),
                ]
            case .disableUser(let name):
                [("act", .string("disable-user")), ("name", .string(name))]
            case .enableUser(let name): [("act", .string("enable-user")), ("name", .string(name))]
            case .unlockUser(let name): [("act", .string("unlock-user")), ("name", .string(name))]
            case .resetTOTP(let name): [("act", .string("reset-totp")), ("name", .string(name))]
            case .revokeSessions(let name):
                [("act", .string("revoke-sessions")), ("name", .string(name))]
            case .revokeSession(let id, let isWiping):
                [
                    ("act", .string("revoke-session")), ("session", .string(id.description)),
                    ("wipe", .boolean(isWiping)),
                ]
            case .revokeTerminal(let name):
                [("act", .string("revoke-terminal")), ("name", .string(name))]
            case .rotateMasterKey: [("act", .string("rotate-master-key"))]
            case .rotateSigningKey: [("act", .string("rotate-signing-key"))]
            case .rotateTLS: [("act", .string("rotate-tls"))]
            }
        return CanonicalJSON.encode(.object(members.map { JSONMember($0, $1) }))
    }

    /// Reads a line; nil when it is no request.
    init?(line: [UInt8]) {
        guard let fields = AdminFields(line: line, byteLimit: Self.lineByteLimit),
            let act = fields.text("act")
        else { return nil }
        switch act {
        case "rotate-master-key": self = .rotateMasterKey
        case "rotate-signing-key": self = .rotateSigningKey
        case "rotate-tls": self = .rotateTLS
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
            guard let displayName = fields.text("displayName"),
                let role = fields.text("role").flatMap({ Role(rawValue: $0) }),
                let password = fields.bytes("password")
            else { return nil }
            self = .addUser(
                name: name,
                displayName: displayName,
                role: role,
                password: SharedSecret(copying: password.span)
            )
        case "disable-user": self = .disableUser(name)
        case "enable-user": self = .enableUser(name)
        case "unlock-user": self = .unlockUser(name)
        case "reset-totp": self = .resetTOTP(name)
        case "revoke-sessions": self = .revokeSessions(of: name)
        case "revoke-terminal": self = .revokeTerminal(name)
        default: return nil
        }
    }

    private static func revealed(_ secret: SharedSecret) -> [UInt8] {
        secret.withBytes { span in span.indices.map { span[$0] } }
    }
}
