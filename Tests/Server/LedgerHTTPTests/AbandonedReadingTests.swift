import LedgerHTTP
import LedgerService
import Testing
import WireProtocol

// Goal: a read is skipped for a console that has left, and a sign-in that waits to be hashed stops
// waiting when its peer leaves or the server stops.
// Method: a bank that answers nothing before it is cancelled, or before it is let go.

@Suite(.timeLimit(.minutes(10))) struct AbandonedReadingTests {
    // Symptom: a console that asked for a snapshot and reset the connection left a reading behind.
    // Cause: only of a peer that waited for news was the bank told that it had left.
    @Test(
        "a reading whose console leaves is given up",
        arguments: ["sessions", "sync/snapshot?limit=1&page=", "sync/feed?limit=1&wait-ms=0"]
    )
    func reading(path: String) async throws {
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let (ends, ending) = AsyncStream.makeStream(of: Bool.self)
        let bank = FakeBank(reply: { _ in
            begun.finish()
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            ending.yield(Task.isCancelled)
            ending.finish()
            return .problem(Problem(code: .busy))
        })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            try await peer.send("GET /v1/\(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in asked {}
            await peer.close()
            // Here and not after the stop, which would give it up as well.
            let isCancelled = await ends.first { _ in true }
            #expect(isCancelled == true)
        }
    }

    @Test("a stop lets a reading end that waits for nothing")
    func stop() async throws {
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let bank = FakeBank(reply: { _ in
            begun.finish()
            for await _ in gate {}
            return Task.isCancelled ? .problem(Problem(code: .busy)) : .sessions([])
        })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            try await peer.send("GET /v1/sessions HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in asked {}
            await server.stop()
            opening.finish()
            #expect(try await peer.answer().status == 200)
            _ = await peer.rest()
        }
    }

    // Symptom: under a flood of sign-ins a stop ran into its deadline and ended with 75.
    // Cause: the sign-ins that waited were hashed, one after the other, although the server stopped
    // and their peers had gone.
    @Test("a sign-in that waits is given up when its peer leaves, and when the server stops")
    func signIn() async throws {
        let call = try #require(ContractSamples.requests.first?.call)
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let (ends, ending) = AsyncStream.makeStream(of: Bool.self)
        let bank = FakeBank(reply: { _ in
            begun.yield()
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            ending.yield(Task.isCancelled)
            return .problem(Problem(code: .busy))
        })
        try await RunningServer.with(bank) { server in
            var requests = asked.makeAsyncIterator()
            var results = ends.makeAsyncIterator()
            let leaving = try await server.peer()
            let left = Task { _ = try? await leaving.ask(call) }
            _ = await requests.next()
            await leaving.close()
            #expect(await results.next() == true)
            await left.value

            let waiting = try await server.peer()
            async let answer = waiting.ask(call)
            _ = await requests.next()
            await server.stop()
            #expect(await results.next() == true)
            #expect(try await answer.status == 503)
            _ = await waiting.rest()
        }
    }
}
