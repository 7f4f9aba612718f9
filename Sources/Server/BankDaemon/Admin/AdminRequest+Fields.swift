import Cryptography
import IdentityCore
import WireProtocol

extension AdminRequest {
    /// Fields of the requests on the socket.
    static let fields = WireFields<AdminRequest>.choice("act", variants)

    /// The request's name on the socket.
    var act: String { Self.variants.word(of: self) }

    /// The request as a line, without its line feed.
    var line: [UInt8] { Self.fields.encode(self) }

    /// Creates a request from a line, or nil if it is none.
    init?(line: [UInt8]) {
        // The fault is irrelevant, because both ends are this program.
        guard let request = try? Self.fields.decode(line, byteLimit: Self.lineByteLimit) else {
            return nil
        }
        self = request
    }

    private static let variants: [WireVariant<AdminRequest>] = ofUsers + ofServer + ofAccounts

    private static let ofUsers: [WireVariant<AdminRequest>] = [
        WireVariant(
            "add-user",
            addedUser,
            { .addUser(name: $0, displayName: $1, role: $2, password: $3) }
        ) {
            guard case .addUser(let name, let displayName, let role, let password) = $0 else {
                return nil
            }
            return (name, displayName, role, password)
        },
        WireVariant("disable-user", name, AdminRequest.disableUser) {
            if case .disableUser(let name) = $0 { name } else { nil }
        },
        WireVariant("enable-user", name, AdminRequest.enableUser) {
            if case .enableUser(let name) = $0 { name } else { nil }
        },
        WireVariant("unlock-user", name, AdminRequest.unlockUser) {
            if case .unlockUser(let name) = $0 { name } else { nil }
        },
        WireVariant("set-role", pair("name", .text(), "role", .word()), AdminRequest.setRole) {
            if case .setRole(let name, let role) = $0 { (name, role) } else { nil }
        },
        WireVariant(
            "set-password",
            pair("name", .text(), "password", .secret),
            AdminRequest.setPassword
        ) {
            if case .setPassword(let name, let secret) = $0 { (name, secret) } else { nil }
        },
        WireVariant("reset-totp", name, AdminRequest.resetTOTP) {
            if case .resetTOTP(let name) = $0 { name } else { nil }
        },
        WireVariant("revoke-sessions", name, AdminRequest.revokeSessions) {
            if case .revokeSessions(let name) = $0 { name } else { nil }
        },
    ]

    private static let ofServer: [WireVariant<AdminRequest>] = [
        WireVariant(
            "revoke-session",
            pair("session", .identifier(), "wipe", .flag),
            AdminRequest.revokeSession
        ) {
            if case .revokeSession(let id, let isWiping) = $0 { (id, isWiping) } else { nil }
        },
        WireVariant(
            "revoke-terminal",
            pair("name", .text(), "unseen", .flag),
            AdminRequest.revokeTerminal
        ) {
            if case .revokeTerminal(let name, let flag) = $0 { (name, flag) } else { nil }
        },
        WireVariant(
            "rotate-master-key",
            .value("keysAreKept", .flag),
            AdminRequest.rotateMasterKey
        ) {
            if case .rotateMasterKey(let areKept) = $0 { areKept } else { nil }
        },
        WireVariant("rotate-signing-key", .rotateSigningKey) {
            if case .rotateSigningKey = $0 { true } else { false }
        },
        WireVariant("rotate-tls", .rotateTLS) { if case .rotateTLS = $0 { true } else { false } },
        WireVariant("health", .health) { if case .health = $0 { true } else { false } },
    ]

    private static let ofAccounts: [WireVariant<AdminRequest>] = AccountAct.Kind.allCases.map {
        kind in
        WireVariant(kind.rawValue, AccountAct.fields(of: kind), AdminRequest.account) {
            if case .account(let act) = $0, act.kind == kind { act } else { nil }
        }
    }

    private static let name = WireFields<String>.value("name", .text())

    private static let addedUser = WireFields<(String, String, Role, SharedSecret)>(
        { ($0, $1, $2, $3) },
        .required("name", .text(), \.0),
        .required("displayName", .text(), \.1),
        .required("role", .word(), \.2),
        .required("password", .secret, \.3)
    )

    private static func pair<First, Second>(
        _ first: String,
        _ firstType: WireType<First>,
        _ second: String,
        _ secondType: WireType<Second>
    ) -> WireFields<(First, Second)> {
        WireFields(
            { ($0, $1) },
            .required(first, firstType, \.0),
            .required(second, secondType, \.1)
        )
    }
}

extension WireType where Value == SharedSecret {
    /// The type of secrets, in base64.
    fileprivate static var secret: WireType {
        WireType<[UInt8]>.bytes().mapped(
            write: { secret in secret.withBytes { span in span.indices.map { span[$0] } } },
            read: { SharedSecret(copying: $0.span) }
        )
    }
}
