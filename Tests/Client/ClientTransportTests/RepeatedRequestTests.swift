import ClientService
import ClientTransport
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

/// Goal: no request is sent twice behind the caller's back, and none that was sent is called unsent.
///
/// Method: a server that keeps a connection open after an answer, reads the next request from it, and
/// hangs up: what curl takes for a connection that died while it was idle, and repeats by itself.
struct RepeatedRequestTests {
    private let files: TestFiles

    init() throws {
        files = try TestFiles()
    }

    /// Answers the first request of the first connection; reads the next and hangs up; answers all
    /// on later connections.
    private func server() throws -> ScriptedServer {
        let first = Once()
        return try ScriptedServer(tls: files.server()) { connection in
            let isFirst = first.take()
            var count = 0
            while try connection.readRequest() != nil {
                count += 1
                if isFirst, count == 2 { return connection.close(withReset: true) }
                try connection.answer(#"{"type":"done"}"#)
            }
        }
    }

    @Test("what changes something is sent once, and the caller hears that it may have arrived")
    func unsafe() async throws {
        let server = try server()
        let link = HTTPLink(port: server.port, files.trust)
        _ = try await link.send(HTTPLinkTests.bytes(.signOut))
        await #expect(throws: LinkError.noReply(.lineDown)) {
            try await link.send(HTTPLinkTests.bytes(.cancelIntent(HTTPLinkTests.key)))
        }
        #expect(server.requests.count == 2)
    }

    @Test("what only asks is asked again on a new connection")
    func safe() async throws {
        let server = try server()
        let link = HTTPLink(port: server.port, files.trust)
        _ = try await link.send(HTTPLinkTests.bytes(.signOut))
        let reply = try await link.send(HTTPLinkTests.bytes(.intentStatus(HTTPLinkTests.key)))
        #expect(try Reply(encoded: reply) == .done)
        #expect(server.requests.count == 3)
    }

    @Test("what was sent once and could not be asked again was sent")
    func sentThenRefused() async throws {
        let box = ServerBox()
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.answer(#"{"type":"done"}"#)
            _ = try connection.readRequest()
            // From here on nobody listens, so that the second attempt is refused.
            box.stop()
            connection.close(withReset: true)
        }
        box.hold(server)
        let link = HTTPLink(port: server.port, files.trust)
        _ = try await link.send(HTTPLinkTests.bytes(.signOut))
        await #expect(throws: LinkError.noReply(.connectionRefused)) {
            try await link.send(HTTPLinkTests.bytes(.intentStatus(HTTPLinkTests.key)))
        }
    }

    @Test("a request that is cancelled before it begins never reaches the bank")
    func cancelledBefore() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            while try connection.readRequest() != nil { try connection.answer("{}") }
        }
        let link = HTTPLink(port: server.port, files.trust)
        let gate = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in gate.stream {}
            return try await link.send(HTTPLinkTests.bytes(.signOut))
        }
        task.cancel()
        await #expect(throws: LinkError.notSent(.lineDown)) { try await task.value }
        #expect(server.requests.isEmpty)
    }

    @Test("a request that is cancelled is let go of at once, and its connection with it")
    func cancelled() async throws {
        let (ended, end) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            connection.readToEnd()
            end.finish()
        }
        let link = HTTPLink(port: server.port, files.trust)
        let task = Task { try await link.send(HTTPLinkTests.bytes(.signOut)) }
        await server.waitForRequests(1)
        task.cancel()
        await #expect(throws: LinkError.noReply(.lineDown)) { try await task.value }
        for await _ in ended {}
    }
}
