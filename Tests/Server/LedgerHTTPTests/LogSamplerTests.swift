import LedgerService
import Logging
import Testing
import WireProtocol

@testable import LedgerHTTP

// Symptom: a flood of refused requests wrote 31 MB in 35 minutes, and one of pages that are there for
// everybody 58 MB in 14 seconds. Cause: a line for each, at first also of what was refused.
// Proof: of each status a few lines in ten seconds, and the count of those that were left out.

@Suite(.timeLimit(.minutes(10))) struct LogSamplerTests {
    @Test("of what is refused a few lines of each status are written, and the others counted")
    func sampling() {
        let sampler = LogSampler()
        let start = ContinuousClock.now
        let unknown = LogSampler.Kind(status: 404, isOfBank: false)
        let written = (0..<100).compactMap { _ in sampler.admit(unknown, at: start) }
        #expect(written == [Int](repeating: 0, count: LogSampler.lineLimit))
        #expect(sampler.admit(LogSampler.Kind(status: 401, isOfBank: true), at: start) == 0)
        let later = start + .seconds(LogSampler.stretchSeconds)
        #expect(sampler.admit(unknown, at: later) == 100 - LogSampler.lineLimit)
        #expect(sampler.admit(unknown, at: later) == 0)
    }

    @Test("of what is answered some lines are written too, and pages leave those of the bank alone")
    func answers() {
        let sampler = LogSampler()
        let start = ContinuousClock.now
        func written(_ kind: LogSampler.Kind) -> Int {
            (0..<1_000).compactMap { _ in sampler.admit(kind, at: start) }.count
        }
        for status in [200, 503] {
            #expect(
                written(LogSampler.Kind(status: status, isOfBank: false)) == LogSampler.lineLimit
            )
            let ofBank = written(LogSampler.Kind(status: status, isOfBank: true))
            #expect(ofBank == LogSampler.answerLineLimit)
        }
    }

    @Test("a flood of requests for a page writes a bounded number of lines, and all are counted")
    func pages() async throws {
        let lines = KeptLines()
        let logger = Logger(label: "bank") { JSONLogHandler(label: $0, sink: lines.sink) }
        let floodCount = 10 * LogSampler.lineLimit
        let start = ContinuousClock.now
        try await RunningServer.with(FakeBank(), logger: logger) { server in
            let peer = try await Peer(.socket(path: server.files.socketPath))
            for _ in 0..<floodCount {
                #expect(try await peer.ask("GET", "/healthz").status == 200)
            }
            let page = try await peer.ask("GET", "/metrics").text
            let line = #"requests_total{route="healthz",status="200"}"#
            #expect(page.contains("\ncounterfoil_\(line) \(floodCount)\n"))
            await peer.close()
        }
        let seconds = Int((ContinuousClock.now - start).components.seconds)
        let mostLines = (1 + seconds / LogSampler.stretchSeconds) * LogSampler.lineLimit
        let count = lines.text.split(separator: "\n").count { $0.contains("\"status\":200") }
        #expect(count >= LogSampler.lineLimit && count <= mostLines, "\(count)")
    }

    @Test("a flood of refused requests writes a bounded number of lines, and all are counted")
    func flood() async throws {
        let lines = KeptLines()
        let logger = Logger(label: "bank") { JSONLogHandler(label: $0, sink: lines.sink) }
        let bank = FakeBank(verdict: { _ in .refused(Problem(code: .sessionEnded)) })
        let floodCount = 10 * LogSampler.lineLimit
        let start = ContinuousClock.now
        let page = try await RunningServer.with(bank, logger: logger) { server in
            let socket = Peer.Line.socket(path: server.files.socketPath)
            let (peer, network) = (try await Peer(socket), try await server.peer())
            for _ in 0..<floodCount {
                #expect(try await peer.ask("GET", "/no/such/path").status == 404)
                #expect(try await network.ask("GET", "/v1/sessions").status == 401)
                let broken = try await Peer(socket, opening: "nonsense\r\n\r\n")
                #expect(await !broken.rest().isEmpty)
                await broken.close()
            }
            let admin = try await Peer(.tcp(port: try #require(server.addresses.adminPort)))
            let page = try await admin.ask("GET", "/metrics").text
            for peer in [peer, network, admin] { await peer.close() }
            return page
        }
        let seconds = Int((ContinuousClock.now - start).components.seconds)
        let mostLines = (1 + seconds / LogSampler.stretchSeconds) * LogSampler.lineLimit
        for status in [400, 401, 404] {
            let count = lines.text.split(separator: "\n").count {
                $0.contains("\"status\":\(status)")
            }
            #expect(count >= LogSampler.lineLimit && count <= mostLines, "\(status): \(count)")
        }
        for line in [
            #"requests_total{route="unknown",status="404"}"#,
            #"requests_total{route="sessions",status="401"}"#,
            #"refused_total{status="400"}"#,
        ] {
            #expect(page.contains("\ncounterfoil_\(line) \(floodCount)\n"), "\(line)")
        }
    }
}
