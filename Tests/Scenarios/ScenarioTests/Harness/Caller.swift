import ClientTransport
import CoreVocabulary
import Testing
import WireProtocol

/// A user at a bank, over the line that consoles have and without a screen.
struct Caller: Sendable {
    private let link: HTTPLink
    /// The access token.
    let token: [UInt8]

    /// The line to a bank over TLS.
    static func line(to bank: NetworkBank) -> BankLine {
        .https(
            host: "localhost",
            port: UInt16(bank.port),
            TLSFiles(authority: bank.authorityPath, terminal: nil),
            proxy: nil
        )
    }

    /// Signs in.
    static func signIn(
        _ user: DemoUser,
        code: String,
        password: String? = nil,
        over line: BankLine
    ) async throws -> Reply {
        let request = SignInRequest(
            user: user.user,
            password: Array((password ?? user.password).utf8),
            code: Array(code.utf8)
        )
        return try await send(.signIn(request), token: nil, over: Self.link(line))
    }

    /// Signs in, which has to succeed.
    init(_ user: DemoUser, code: String, over line: BankLine) async throws {
        let reply = try await Self.signIn(user, code: code, over: line)
        guard case .signedIn(let signedIn) = reply else {
            throw CallFailure(reason: "\(user.user) was not signed in: \(reply)")
        }
        link = Self.link(line)
        token = signedIn.tokens.access
    }

    /// Asks for the user's sessions, as a console does.
    func ask() async throws {
        let reply = try await Self.send(.sessions, token: token, over: link)
        guard case .sessions = reply else {
            throw CallFailure(reason: "instead of sessions there came \(reply)")
        }
    }

    private static func link(_ line: BankLine) -> HTTPLink {
        HTTPLink(HTTPLinkSettings(line: line, userAgent: "counterfoil-test"))
    }

    private static func send(
        _ request: Request,
        token: [UInt8]?,
        over link: HTTPLink
    ) async throws -> Reply {
        let bytes = RequestEnvelope(token: token, request: request).encoded
        return try Reply(encoded: try await link.send(bytes))
    }
}

/// The bank did not answer as it has to.
struct CallFailure: Error {
    let reason: String
}
