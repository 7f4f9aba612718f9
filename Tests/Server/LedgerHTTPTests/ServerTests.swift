import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerHTTP
import SyncCore
import Testing
import WireProtocol

// Goal: the true bank is reached over TLS and over the socket, by the protocol and nothing else.
// Method: a server on free ports, and a client that writes the bytes itself.

@Suite(.timeLimit(.minutes(10))) struct ServerTests {
    @Test("a customer signs in over TLS and reads the feed")
    func signInAndFeed() async throws {
        let bank = try await TestBank.open()
        try await RunningServer.with(bank.bank) { server in
            let peer = try await server.peer()
            let token = try await peer.signIn("asha", at: bank)
            let answer = try await peer.ask(
                "GET",
                "/v1/sync/feed?limit=100&wait-ms=0",
                token: token
            )
            #expect(answer.status == 200)
            guard case .feed(let reply) = try Reply(encoded: answer.body) else {
                Issue.record("no feed: \(answer.text)")
                return
            }
            #expect(!reply.batch.changes.isEmpty)
            await peer.close()
        }
    }

    @Test("a console on the same host signs in over the socket")
    func socket() async throws {
        let bank = try await TestBank.open()
        try await RunningServer.with(bank.bank) { server in
            let peer = try await Peer(.socket(path: server.files.socketPath))
            let token = try await peer.signIn("asha", at: bank)
            #expect(!token.isEmpty)
            await peer.close()
        }
    }
}

extension Peer {
    /// Signs in and returns the access token.
    func signIn(_ name: String, at bank: TestBank) async throws -> String {
        bank.clock.advance(seconds: 30)
        let request = Request.signIn(
            SignInRequest(
                user: name,
                password: Array(TestBank.password.utf8),
                code: Array(try bank.code(of: name).revealedDigits.utf8)
            )
        )
        let answer = try await ask(request.call)
        try #require(answer.status == 201, "\(answer.text)")
        guard case .signedIn(let reply) = try Reply(encoded: answer.body) else {
            throw UnexpectedReply()
        }
        return String(decoding: reply.tokens.access, as: UTF8.self)
    }

    /// Sends a request in its form over HTTP.
    func ask(_ call: HTTPCall, token: String? = nil) async throws -> Answer {
        try await ask(
            call.route.method.rawValue,
            call.target,
            token: token,
            body: call.body.map { String(decoding: $0, as: UTF8.self) }
        )
    }
}

/// A reply of another kind than the test asked for.
struct UnexpectedReply: Error {}
