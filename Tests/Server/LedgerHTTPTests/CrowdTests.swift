import CoreVocabulary
import Glibc
import LedgerHTTP
import LedgerService
import Synchronization
import Testing
import WireProtocol

// Attack: connections that say nothing, or ask for what takes long, until no other finds a place.
// Expectation: a place on which nothing is under way goes to whoever comes.
// Method: limits of one or two connections over real sockets.

@Suite(.timeLimit(.minutes(10))) struct CrowdTests {
    private static let poll = "GET /v1/sync/feed?limit=1&wait-ms=25000 HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("where all places are taken a new connection gets that of an idle one")
    func idle() async throws {
        var limits = ServerLimits.patient
        limits.connectionCount = 1
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            let first = try await server.peer()
            #expect(try await first.ask("GET", "/healthz").status == 200)
            let second = try await server.peer()
            #expect(try await second.ask("GET", "/healthz").status == 200)
            #expect(await first.rest().isEmpty)
            await second.close()
        }
    }

    @Test("a thousand silent connections, from one address after another, keep nobody out")
    func silent() async throws {
        var limits = ServerLimits.patient
        limits.connectionCount = 16
        limits.connectionCountOfPeer = 8
        try await RunningServer.with(FakeBank(), limits: limits) { [limits] server in
            var before: [Peer] = []
            // The first is the address of the one who is to be let in.
            for number in 1...10 {
                // Those of the address before hold on to their places until somebody needs them.
                let crowd = try await Self.crowd(100, at: server, from: "127.0.0.\(number)")
                // Those of one address come in on several event loops: one that is behind would
                // let the others in after whoever comes next.
                await Self.untilClosed(100 - limits.connectionCountOfPeer, of: crowd)
                let peer = try await server.peer()
                #expect(try await peer.ask("GET", "/healthz").status == 200)
                await peer.close()
                for silent in before { await silent.close() }
                before = crowd
            }
            for silent in before { await silent.close() }
        }
    }

    /// Connections from an address of this host that say nothing.
    private static func crowd(
        _ count: Int,
        at server: RunningServer,
        from source: String
    ) async throws -> [Peer] {
        var crowd: [Peer] = []
        for _ in 0..<count {
            crowd.append(try await Peer(.tcp(port: server.addresses.port), from: source))
        }
        return crowd
    }

    /// Waits until the server has closed a number of connections.
    private static func untilClosed(_ count: Int, of crowd: [Peer]) async {
        let (closings, closing) = AsyncStream.makeStream(of: Void.self)
        for peer in crowd { peer.whenClosed { closing.yield() } }
        var iterator = closings.makeAsyncIterator()
        for _ in 0..<count { await iterator.next() }
    }

    /// Connections that were begun one after the other; one that is turned away may be so before it knows
    /// that it is connected.
    private static func comers(_ count: Int, over line: Peer.Line) async -> [Peer] {
        var comers: [Peer] = []
        for _ in 0..<count {
            if let peer = try? await Peer(line) { comers.append(peer) }
        }
        return comers
    }

    /// The connections that the server says it turned away.
    private static func turnedAwayCount(at server: RunningServer) async throws -> Int {
        let admin = try await Peer(.tcp(port: try #require(server.addresses.adminPort)))
        let page = try await admin.ask("GET", "/metrics").text
        await admin.close()
        let match = page.firstMatch(of: #/\ncounterfoil_connections_turned_away_total (\d+)/#)
        return try #require(match.flatMap { Int($0.output.1) })
    }

    // Symptom: thousands of handshakes that were begun and left made new connections of others wait for
    // half a second. Cause: nobody counted how often a peer comes, only how many it has.
    // Proof: one too many is closed at once and counted, and other ways in are open.
    @Test("a peer that begins connections without end is turned away before a handshake, no other")
    func arrivals() async throws {
        var limits = ServerLimits.patient
        limits.connectionCountOfPeer = 4
        limits.arrivalCountFloor = 4
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            let crowd = await Self.comers(40, over: .tcp(port: server.addresses.port))
            // Another address is let in meanwhile, and told that it speaks no TLS.
            let other = try await Peer(
                .tcp(port: server.addresses.port),
                from: "127.0.0.2",
                opening: "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            let answer = try await other.answer()
            #expect(answer.status == 400)
            await other.close()
            for peer in crowd { await peer.close() }
            let socket = try await Peer(.socket(path: server.files.socketPath))
            #expect(try await socket.ask("GET", "/healthz").status == 200)
            await socket.close()
            var count = 0
            // As often as it likes: the operator has no such limit.
            for _ in 0..<20 { count = try await Self.turnedAwayCount(at: server) }
            // More than those that the four places alone turn away, of which each was silent.
            #expect(count >= 30)
        }
    }

    // Symptom: one account that only connected to the Unix socket made others wait for seconds. Cause:
    // the gate stood before the network's listener alone.
    @Test("on the Unix socket an account that begins connections without end is turned away too")
    func accountArrivals() async throws {
        var limits = ServerLimits.patient
        limits.connectionCountOfPeer = 4
        limits.arrivalCountFloor = 4
        limits.trustedAccounts = []
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            let crowd = await Self.comers(40, over: .socket(path: server.files.socketPath))
            var count = 0
            // A connection is made before the bank knows of it.
            for _ in 0..<500 where count < 30 {
                count = try await Self.turnedAwayCount(at: server)
            }
            #expect(count >= 30)
            for peer in crowd { await peer.close() }
        }
    }

    @Test("who runs under the bank's own account begins as many on the Unix socket as it likes")
    func ownArrivals() async throws {
        var limits = ServerLimits.patient
        limits.connectionCountOfPeer = 4
        limits.arrivalCountFloor = 4
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            for _ in 0..<40 {
                let peer = try await Peer(.socket(path: server.files.socketPath))
                #expect(try await peer.ask("GET", "/healthz").status == 200)
                await peer.close()
            }
        }
    }

    @Test("a request that is being answered keeps its place, and the new connection is closed")
    func busy() async throws {
        var limits = ServerLimits.patient
        limits.connectionCount = 1
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let bank = FakeBank(reply: { _ in
            begun.finish()
            for await _ in gate {}
            return .sessions([])
        })
        try await RunningServer.with(bank, limits: limits) { server in
            let first = try await server.peer()
            try await first.send("GET /v1/sessions HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in asked {}
            let second = try await Peer(.tcp(port: server.addresses.port))
            #expect(await second.rest().isEmpty)
            let port = try #require(server.addresses.adminPort)
            let admin = try await Peer(.tcp(port: port))
            // The operator has a listener of their own, and sees it.
            #expect(try await admin.ask("GET", "/healthz").status == 200)
            let page = try await admin.ask("GET", "/metrics").text
            #expect(page.contains("\ncounterfoil_connections_turned_away_total 1\n"))
            opening.finish()
            #expect(try await first.answer().status == 200)
            await first.close()
            await admin.close()
        }
    }

    /// What has one connection too many.
    enum Bearer: CaseIterable, Sendable {
        case user, session
    }

    @Test(
        "a user or a session with too many connections at work is told to wait, and others are not",
        arguments: Bearer.allCases
    )
    func ofBearer(bearer: Bearer) async throws {
        var limits = ServerLimits.patient
        switch bearer {
        case .user: limits.connectionCountOfUser = 1
        case .session: limits.connectionCountOfSession = 1
        }
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let bank = FakeBank(
            verdict: { token in
                // Two sessions, of two users or of one.
                let bits = UInt128(token?.count ?? 0)
                let userID = UserID(rawValue: bearer == .user ? bits : 1)
                return .holder(userID, SessionID(rawValue: bits))
            },
            reply: { envelope in
                guard case .feed = envelope.request else { return .sessions([]) }
                begun.finish()
                let (never, _) = AsyncStream.makeStream(of: Void.self)
                for await _ in never {}
                return .problem(Problem(code: .busy))
            }
        )
        try await RunningServer.with(bank, limits: limits) { server in
            let first = try await server.peer()
            try await first.send(Self.poll)
            for await _ in asked {}
            let second = try await server.peer()
            let answer = try await second.ask("GET", "/v1/sessions")
            #expect(answer.status == 429)
            #expect(answer.headers["retry-after"] == "1")
            #expect(await second.rest().isEmpty)
            let other = try await server.peer()
            #expect(try await other.ask("GET", "/v1/sessions", token: "abc").status == 200)
            for peer in [first, other] { await peer.close() }
        }
    }

    @Test("a connection without a first byte is closed long before one whose request is slow")
    func firstByte() async throws {
        var limits = ServerLimits.patient
        // Long enough that a busy machine can write a first byte within it.
        limits.firstByteMilliseconds = 2_000
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            let begun = try await Peer(
                .socket(path: server.files.socketPath),
                opening: "GET /healthz HTTP/1.1\r\n"
            )
            // Silent ones come and go meanwhile, on both listeners.
            let socket = try await Peer(.socket(path: server.files.socketPath))
            let plain = try await Peer(.tcp(port: server.addresses.port))
            #expect(await socket.rest().isEmpty)
            #expect(await plain.rest().isEmpty)
            try await begun.send("Host: a\r\n\r\n")
            #expect(try await begun.answer().status == 200)
            await begun.close()
        }
    }

    @Test("over the socket the kernel says under which account the peer runs")
    func account() async throws {
        let bank = FakeBank(reply: { _ in .sessions([]) })
        try await RunningServer.with(bank) { server in
            let socket = try await Peer(.socket(path: server.files.socketPath))
            #expect(try await socket.ask("GET", "/v1/sessions").status == 200)
            await socket.close()
            let network = try await server.peer()
            #expect(try await network.ask("GET", "/v1/sessions").status == 200)
            await network.close()
        }
        #expect(bank.requests.map(\.origin.account) == [geteuid(), nil])
    }
}
