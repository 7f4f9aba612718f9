import ClientTransport
import FoundationEssentials
import Glibc
import Testing

// Attack: whatever one customer, or somebody who is none, can do to keep others out: silent and
// kept connections, streams with one token, sign-ins by the hundred, wrong passwords for another's
// name.
// Expectation: other users' requests all succeed meanwhile, and they can sign in.
// Method: real sockets against a real server, in numbers that filled every place before there were
// limits for each; the median of the requests meanwhile is printed, for people to look at.

@Suite("Scenario: attacks", .timeLimit(.minutes(15)))
struct AttackTests {
    /// As many as the listener has places.
    private static let crowdCount = 1_024
    private static let guessCount = 400
    private static let requestCount = 40
    /// Several times what an address may begin at once, from each of two.
    private static let handshakeCount = 4_000
    private static let deafCount = 100
    /// As many as one write carries, which all come in with one read.
    private static let pipelinedCount = 100
    /// What the bank may take for all of them, in MiB; answered at once they would take a thousand.
    private static let memoryLimit = 256

    @Test("while others attack, a user's requests all succeed and the user can sign in")
    func attacks() async throws {
        let bank = try NetworkBank()
        let line = Caller.line(to: bank)
        let (asha, rohan) = (try DemoUser.named("asha"), try DemoUser.named("rohan"))
        let phone = Authenticator(asha)
        let victim = try await Caller(asha, code: try await phone.code(), over: line)
        let thief = try await Caller(rohan, code: Authenticator(rohan).code(), over: line)
        print("requests without an attack: median \(try await Self.median(of: victim))")

        for source in [2, 3] as [UInt8] {
            try await Self.withCrowd { _ in
                try RawSocket(port: bank.port, from: source)
            } meanwhile: {
                print("silent connections: median \(try await Self.median(of: victim))")
            }
        }

        try await Self.withCrowd { number in
            try Self.socket(
                to: bank,
                number % 2 == 0
                    ? "GET /healthz HTTP/1.1\r\nX-Slow: "
                    : Self.signIn(body: "{", byteCount: 60_000)
            )
        } meanwhile: {
            print("slow heads and bodies: median \(try await Self.median(of: victim))")
        }

        let meera = try DemoUser.named("meera")
        let place = BankLine.socket(path: bank.socketPath)
        let token = String(decoding: thief.token, as: UTF8.self)
        let neighbour = try await Self.withCrowd { number in
            let target = number % 2 == 0 ? "stream" : "feed?limit=1&wait-ms=25000"
            return try Self.socket(
                to: bank,
                "GET /v1/sync/\(target) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n"
            )
        } meanwhile: {
            print("streams of one token: median \(try await Self.median(of: victim))")
            return try await Caller(meera, code: Authenticator(meera).code(), over: place)
        }

        try await Self.withCrowd { _ in
            let socket = try RawSocket(path: bank.socketPath)
            #expect(await socket.ask("/healthz"))
            return socket
        } meanwhile: {
            print("kept connections: median \(try await Self.median(of: neighbour))")
        }

        try await Self.withCrowd(Self.guessCount) { number in
            let name = number % 2 == 0 ? "asha" : "nobody-\(number)"
            let body = #"{"code":"MTIzNDU2","password":"d3Jvbmcgd3Jvbmc=","user":"\#(name)"}"#
            return try Self.socket(to: bank, Self.signIn(body: body, byteCount: body.utf8.count))
        } meanwhile: {
            _ = try await Caller(asha, code: try await phone.code(), over: line)
            print("guesses: median \(try await Self.median(of: victim))")
        }
        try bank.stop()
    }

    // Symptom: thousands of handshakes a second that were begun and left made a new connection of
    // somebody else wait for half a second. Cause: an address was counted by the connections that it
    // had, and these it gave up at once. Proof: a user's requests succeed meanwhile, and so do
    // those of another one, who signs in over a new connection. How many are turned away depends on how
    // fast they come here; `PeerArrivalsTests` counts them by a clock of its own.
    @Test("while handshakes are begun and left, a user's requests and a newcomer's all succeed")
    func handshakes() async throws {
        let bank = try NetworkBank()
        let (asha, meera) = (try DemoUser.named("asha"), try DemoUser.named("meera"))
        let line = Caller.line(to: bank)
        let victim = try await Caller(asha, code: Authenticator(asha).code(), over: line)
        let port = bank.port
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<Self.handshakeCount {
                    let socket = try RawSocket(port: port, from: number % 2 == 0 ? 2 : 3)
                    socket.send("\u{16}\u{3}\u{1}")
                    await Task.yield()
                }
            }
            let newcomer = try await Caller(meera, code: Authenticator(meera).code(), over: line)
            for caller in [victim, newcomer] {
                print("handshakes left: median \(try await Self.median(of: caller))")
            }
            try await group.waitForAll()
        }
        try bank.stop()
    }

    // Symptom: unread answers to pipelined requests filled 11 GB and kept others out, and good
    // requests before a bad one got no answer. Cause: whatever one read brought in was answered at
    // once, and judged at once. Proof: many such connections take little memory while a user's
    // requests succeed, and answers come in order.
    @Test("pipelined requests whose answers nobody reads take little memory and keep nobody out")
    func pipelining() async throws {
        let bank = try NetworkBank()
        let asha = try DemoUser.named("asha")
        let line = Caller.line(to: bank)
        let victim = try await Caller(asha, code: Authenticator(asha).code(), over: line)
        let before = try bank.mostMebibytes()
        let long = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
        try await Self.withCrowd(Self.deafCount) { _ in
            try Self.socket(to: bank, String(repeating: long, count: Self.pipelinedCount))
        } meanwhile: {
            // Often enough for the bank to have answered all, if it did.
            for _ in 0..<5 {
                print("unread answers: median \(try await Self.median(of: victim))")
            }
        }
        #expect(try bank.mostMebibytes() - before < Self.memoryLimit)

        let good = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
        let last = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        for (bytes, answers) in [
            (good + good + "XX\r\n\r\n", ["200", "200", "400"]), (last + good, ["200"]),
            (good + long + last, ["200", "200", "200"]),
        ] {
            let text = try await RawSocket(path: bank.socketPath).exchange(bytes)
            let statuses = text.matches(of: #/HTTP/1\.1 (\d{3}) /#).map { String($0.output.1) }
            #expect(statuses == answers)
        }
        try bank.stop()
    }

    @Test("a socket's path that names something else is refused with 78, and what it names stays")
    func socketPath() throws {
        let bank = try NetworkBank()
        try bank.stop()
        let key = "\(bank.path)/keys/master-1.key"
        let before = FileManager.default.contents(atPath: key)
        let settings = "\(bank.path)/counterfoil.toml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        let changed = text.replacing(
            "# socket = \"console.sock\"",
            with: "socket = \"keys/master-1.key\""
        )
        try #require(changed != text)
        try changed.write(toFile: settings, atomically: false, encoding: .utf8)
        let run = try CommandRun(
            BuiltProgram.path("counterfoild"),
            ["serve", "--data", bank.path, "--port", "0"]
        )
        #expect(run.status == 78)
        let refusal = "listen.socket names \(key), which is a name that the bank keeps"
        #expect(run.errors.contains(refusal))
        #expect(before != nil)
        #expect(FileManager.default.contents(atPath: key) == before)
    }

    /// Makes connections, which stay while something else is done.
    private static func withCrowd<Result>(
        _ count: Int = crowdCount,
        _ connect: (Int) async throws -> RawSocket,
        meanwhile body: () async throws -> Result
    ) async throws -> Result {
        var crowd: [RawSocket] = []
        for number in 0..<count {
            crowd.append(try await connect(number))
            // Tests beside this one have their turn.
            await Task.yield()
        }
        let result = try await body()
        withExtendedLifetime(crowd) {}
        return result
    }

    /// A connection to a bank's Unix socket on which something was sent.
    private static func socket(to bank: NetworkBank, _ text: String) throws -> RawSocket {
        let socket = try RawSocket(path: bank.socketPath)
        socket.send(text)
        return socket
    }

    private static func signIn(body: String, byteCount: Int) -> String {
        "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(byteCount)\r\n\r\n\(body)"
    }

    /// The median of some requests, one after the other; each of them has to succeed.
    private static func median(of caller: Caller) async throws -> Duration {
        let clock = ContinuousClock()
        var durations: [Duration] = []
        for _ in 0..<requestCount {
            durations.append(try await clock.measure { try await caller.ask() })
        }
        return durations.sorted()[requestCount / 2]
    }
}
