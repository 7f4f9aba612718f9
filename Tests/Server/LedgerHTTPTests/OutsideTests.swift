import BankTestKit
import CoreVocabulary
import Glibc
import Logging
import SyncCore
import Testing
import WireProtocol

@testable import LedgerHTTP
@testable import LedgerService

// Goal: an operator sees how the bank does, and nobody sees whose bank it is.
// Method: pages are read over their listeners; what was sent is searched for in all that came out.

@Suite(.timeLimit(.minutes(10))) struct OutsideTests {
    @Test("pages are served where they are meant to be, and metrics not on the network")
    func places() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let network = try await server.peer()
            let port = try #require(server.addresses.adminPort)
            let admin = try await Peer(.tcp(port: port))
            let socket = try await Peer(.socket(path: server.files.socketPath))
            for page in OutsidePage.allCases {
                let isOpen = page != .metrics
                #expect(try await network.ask("GET", page.path).status == (isOpen ? 200 : 404))
                #expect(try await admin.ask("GET", page.path).status == 200)
                #expect(try await socket.ask("GET", page.path).status == 200)
            }
            #expect(try await admin.ask("GET", "/v1/sessions").status == 404)
            let contract = try await network.ask("GET", "/openapi.json")
            #expect(contract.body == OpenAPIDocument.bytes)
            for peer in [network, admin, socket] { await peer.close() }
        }
    }

    @Test("a bank whose books do not answer is alive and not ready")
    func notReady() async throws {
        try await RunningServer.with(FakeBank(isHealthy: false)) { server in
            let peer = try await server.peer()
            #expect(try await peer.ask("GET", "/healthz").status == 200)
            let answer = try await peer.ask("GET", "/readyz")
            #expect(answer.status == 503)
            #expect(try Problem(httpBody: answer.body).code == .busy)
            await peer.close()
        }
    }

    @Test("the true bank is ready and publishes its keys")
    func trueBank() async throws {
        let bank = try await TestBank.open()
        try await RunningServer.with(bank.bank) { server in
            let peer = try await server.peer()
            let keys = try await peer.ask("GET", "/.well-known/jwks.json")
            #expect(keys.text.contains(#""kty""#))
            let health = try await bank.bank.health()
            #expect(health.waitingCommitCount == 0)
            #expect(health.sequencerLag == 0)
            await peer.close()
        }
    }

    @Test("requests, failures of sign-in and the bank's own numbers stand in the metrics")
    func metrics() async throws {
        let bank = FakeBank(reply: { _ in .problem(Problem(code: .signInRefused)) })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let call = try #require(ContractSamples.requests.first?.call)
            #expect(try await peer.ask(call).status == 401)
            #expect(try await peer.ask("GET", "/no/such/path/as-asha").status == 404)
            let port = try #require(server.addresses.adminPort)
            let admin = try await Peer(.tcp(port: port))
            let page = try await admin.ask("GET", "/metrics")
            #expect(page.headers["content-type"] == PrometheusText.contentType)
            for line in [
                #"counterfoil_requests_total{route="sign-in",status="401"} 1"#,
                #"counterfoil_requests_total{route="unknown",status="404"} 1"#,
                #"counterfoil_sign_in_failures_total{code="sign-in-refused"} 1"#,
                #"counterfoil_request_seconds_count{route="sign-in"} 1"#,
                "counterfoil_requests_in_flight 1", "counterfoil_streams_open 0",
            ] {
                #expect(page.text.contains("\n" + line + "\n"), "\(line)")
            }
            #expect(!page.text.contains("asha"))
            for peer in [peer, admin] { await peer.close() }
        }
    }

    @Test("numbers of the bank stand in the metrics, and none when it did not answer")
    func bankNumbers() throws {
        let health = BankHealth(
            epoch: 1,
            feedHead: 9,
            sequencerLag: 2,
            waitingCommitCount: 3,
            waitingFeedCount: 4
        )
        let metrics = ServerMetrics()
        metrics.stream(metrics.streamOpened(), isAt: 4)
        metrics.stream(metrics.streamOpened(), isAt: 8)
        let page = PrometheusText.page(of: metrics.now, BankEventCounter(), health)
        for line in [
            "sync_lag_changes 5", "sequencer_lag_changes 2", "commit_queue_length 3",
            "feeds_waiting 4", "streams_open 2", "bank_answers 1",
        ] {
            #expect(page.contains("\ncounterfoil_\(line)\n"), "\(line)")
        }
        let silent = PrometheusText.page(of: metrics.now, BankEventCounter(), nil)
        #expect(silent.contains("\ncounterfoil_bank_answers 0\n"))
        #expect(!silent.contains("feed_head"))
        #expect(!silent.contains("last_backup"))
        let saved = PrometheusText.page(
            of: metrics.now,
            BankEventCounter(),
            nil,
            backupAgeSeconds: 90
        )
        #expect(saved.contains("\ncounterfoil_last_backup_age_seconds 90\n"))
    }

    @Test("durations are printed as seconds without rounding")
    func seconds() {
        #expect(PrometheusText.seconds(0) == "0")
        #expect(PrometheusText.seconds(2_500) == "0.0025")
        #expect(PrometheusText.seconds(1_000_000) == "1")
        #expect(PrometheusText.seconds(30_000_001) == "30.000001")
    }

    @Test("neither the log nor the metrics tell a name, a secret, a token, an id or a query")
    func canaries() async throws {
        let lines = KeptLines()
        var logger = Logger(label: "bank", factory: { JSONLogHandler(label: $0, sink: lines.sink) })
        logger.logLevel = .trace
        let bank = try await TestBank.open()
        let canaries = [
            "asha", "canary-name", "canary-password", "canarytoken", "canary-trace", "203.0.113.9",
            "00000000-0000-0000-0000-00000000cafe", TestBank.password, "Kulkarni",
        ]
        try await RunningServer.with(bank.bank, logger: logger) { server in
            let peer = try await server.peer(isTerminal: true)
            _ = try await peer.signIn("asha", at: bank)
            let wrong = Request.signIn(
                SignInRequest(
                    user: "canary-name",
                    password: Array("canary-password".utf8),
                    code: Array("123456".utf8)
                )
            )
            #expect(try await peer.ask(wrong.call).status == 401)
            let headers = ["traceparent: canary-trace", "X-Forwarded-For: 203.0.113.9"]
            _ = try await peer.ask(
                "GET",
                "/v1/intents/00000000-0000-0000-0000-00000000cafe",
                token: "canarytoken",
                headers: headers
            )
            _ = try await peer.ask("GET", "/canary-name/asha?canarytoken=canary-password")
            let port = try #require(server.addresses.adminPort)
            let admin = try await Peer(.tcp(port: port))
            lines.sink(try await admin.ask("GET", "/metrics").body)
            for peer in [peer, admin] { await peer.close() }
        }
        let all = lines.text
        #expect(all.contains(#""route":"intent-status""#))
        for canary in canaries { #expect(!all.contains(canary), "\(canary)") }
    }

    @Test("a line of the log is ASCII, whatever is in it, and reads back as it was")
    func logLines() throws {
        let lines = KeptLines()
        let handler = JSONLogHandler(label: "a", sink: lines.sink) {
            timespec(tv_sec: 1_795_156_200, tv_nsec: 5_000_000)
        }
        let logger = Logger(label: "a", factory: { _ in handler })
        let text = "x\n\r\u{1B}[2J\u{9B}\u{202E}\u{1F600}\u{7F}"
        logger.warning("hostile", metadata: ["text": .string(text), "ms": .stringConvertible(7)])
        let line = lines.text
        #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A })
        #expect(line.filter { $0 == "\n" }.count == 1)
        let value = try StrictJSON.parse(Array(line.utf8))
        #expect(value["text"] == .string(text))
        #expect(value["ms"] == .integer(7))
        #expect(value["time"] == .string("2026-11-20T06:30:00.005Z"))
        #expect(value["level"] == .string("warning"))
    }
}

extension OutsideTests {
    @Test("a stop is no error in the log")
    func cancelled() {
        // Symptom: beside the sentence why a server could not start stood two lines of level error,
        // "CancellationError()". Cause: what is cancelled by the failure tells of it as of one.
        let lines = KeptLines()
        let logger = Logger(label: "a") { JSONLogHandler(label: $0, sink: lines.sink) }
        logger.error("Waiting on child channel: \(CancellationError())")
        #expect(lines.text.isEmpty)
        logger.error("Waiting on child channel: the disk is full")
        #expect(lines.text.contains("the disk is full"))
    }
}
