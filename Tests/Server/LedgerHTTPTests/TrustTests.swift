import BankTestKit
import Certificates
import CoreVocabulary
import Glibc
import LedgerService
import Logging
import NIOSSL
import SyncCore
import Synchronization
import Testing
import WireProtocol

@testable import LedgerHTTP

// Goal: certificates alone prove who is on the line, and they can be replaced under load.
// Method: real certificates of an authority of the test's own.

@Suite(.timeLimit(.minutes(10))) struct TrustTests {
    @Test("a terminal is known by its certificate, and a peer without one by none")
    func terminal() async throws {
        let bank = FakeBank()
        try await RunningServer.with(bank) { server in
            for isTerminal in [true, false] {
                let peer = try await server.peer(isTerminal: isTerminal)
                _ = try await peer.ask("GET", "/v1/sessions")
                await peer.close()
            }
        }
        #expect(bank.requests.map(\.origin.terminal) == ["fort-2", nil])
        #expect(bank.requests.map(\.origin.address) == ["127.0.0.1", "127.0.0.1"])
    }

    // Attack: a stolen terminal keeps its connection, or resumes a session of TLS, after its
    // certificate has ended. Expectation: from then on it is no terminal, request by request.
    @Test("a terminal's certificate proves nothing before its first second and after its last")
    func outOfTime() async throws {
        let clock = SetClock()
        let bank = FakeBank(clock: { clock.now })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer(isTerminal: true)
            for days in [0, 2, 0, -1, 0] as [Int64] {
                clock.daysAhead.withLock { $0 = days }
                _ = try await peer.ask("GET", "/v1/sessions")
            }
            await peer.close()
        }
        #expect(
            bank.requests.map(\.origin.terminal) == ["fort-2", nil, "fort-2", nil, "fort-2"]
        )
    }

    @Test("a stream ends with the certificate of the terminal that opened it")
    func streamOutOfTime() async throws {
        let clock = SetClock()
        let (stream, events) = AsyncStream.makeStream(of: StreamEvent.self)
        let bank = FakeBank(clock: { clock.now }, events: { _ in .success(stream) })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer(isTerminal: true)
            events.yield(.control(.epochChanged))
            let told = try await peer.openStream(token: "a")
            #expect(try await told.next() == .control(.epochChanged))
            clock.daysAhead.withLock { $0 = 2 }
            events.yield(.control(.epochChanged))
            #expect(try await told.next() == .control(.resume))
            #expect(try await told.next() == nil)
            await peer.close()
        }
    }

    @Test("both ends of a certificate's time belong to it, to the second")
    func endsOfTime() {
        let terminal = ProvenTerminal(
            name: "fort-2",
            validity: Validity(fromSeconds: 100, throughSeconds: 200)
        )
        let nanoseconds = [99_999_999_999, 100_000_000_000, 200_999_999_999, 201_000_000_000]
        let proven = nanoseconds.map {
            terminal.isProven(at: Instant(nanosecondsSinceEpoch: Int64($0)))
        }
        #expect(proven == [false, true, true, false])
    }

    @Test("a certificate of another authority ends the handshake")
    func strangeTerminal() async throws {
        let bank = FakeBank()
        try await RunningServer.with(bank) { server in
            let other = try TestFiles()
            let files = server.files
            for name in ["device.pem", "device.key"] {
                let bytes = try ContractTests.read(other.folder.path + "/" + name)
                try files.write(bytes, name)
            }
            let peer = try await server.peer(isTerminal: true)
            // The refusal may come while this is still being sent.
            try? await peer.send("GET /v1/sessions HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await peer.rest().isEmpty)
        }
        #expect(bank.requests.isEmpty)
    }

    @Test("headers that say who else it is are not believed")
    func forwarded() async throws {
        let bank = FakeBank()
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let lies = [
                "X-Forwarded-For: 10.9.9.9", "Forwarded: for=10.9.9.9", "X-Real-IP: 10.9.9.9",
            ]
            _ = try await peer.ask("GET", "/v1/sessions", headers: lies)
            await peer.close()
        }
        #expect(bank.requests.map(\.origin.address) == ["127.0.0.1"])
    }

    @Test("a console on the socket has no address, and the socket is for owner and group alone")
    func socket() async throws {
        let bank = FakeBank()
        try await RunningServer.with(bank) { server in
            var facts = stat()
            #expect(stat(server.files.socketPath, &facts) == 0)
            #expect(facts.st_mode & 0o777 == 0o660)
            let peer = try await Peer(.socket(path: server.files.socketPath))
            _ = try await peer.ask("GET", "/v1/sessions")
            await peer.close()
        }
        let origin = RequestOrigin(address: nil, account: geteuid(), terminal: nil)
        #expect(bank.requests.map(\.origin) == [origin])
    }

    @Test("after a reload new connections get the new certificate, old ones go on")
    func reload() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let old = try await server.peer()
            _ = try await old.ask("GET", "/healthz")
            try server.files.renewServer()
            try server.server.reloadCertificates()
            let new = try await server.peer()
            _ = try await new.ask("GET", "/healthz")
            #expect(try await old.ask("GET", "/healthz").status == 200)
            let presented = try await [old.serverCertificate(), new.serverCertificate()]
            let written = try NIOSSLCertificate.fromPEMFile(server.files.tls.certificatePath)
            #expect(presented[0] != presented[1])
            #expect(presented[1] == written.first)
            await old.close()
            await new.close()
        }
    }

    @Test("a reload of files that cannot be used is refused, and the old ones stay")
    func badReload() async throws {
        try await RunningServer.with(FakeBank()) { server in
            try server.files.write(Array("nothing".utf8), "server.pem")
            let error = #expect(throws: ServerError.self) { try server.server.reloadCertificates() }
            #expect(error?.code == .certificateUnreadable)
            let peer = try await server.peer()
            #expect(try await peer.ask("GET", "/healthz").status == 200)
            await peer.close()
        }
    }

    @Test("files that cannot be used are told apart before anything is served")
    func badFiles() throws {
        let files = try TestFiles()
        var tls = files.tls
        tls.keyPath = files.folder.path + "/device.key"
        #expect(code(tls) == .keyMismatch)
        tls.keyPath = files.folder.path + "/missing.key"
        #expect(code(tls) == .keyUnreadable)
        tls = files.tls
        tls.certificatePath = files.folder.path + "/server.key"
        #expect(code(tls) == .certificateUnreadable)
        // Symptom: for a certificate of somebody else it named a command that refuses.
        #expect(error(tls)?.description.contains("keys rotate") == false)
        tls.isOwnPair = true
        #expect(error(tls)?.description.hasSuffix("by `counterfoild keys rotate --tls`.") == true)
        tls = files.tls
        tls.clientAuthorityPath = files.folder.path + "/missing.pem"
        #expect(code(tls) == .authorityUnreadable)
        // Symptom: "or leave the setting out", and then the standard file was asked for again.
        #expect(error(tls)?.description.contains("set tls.authority to \"\"") == true)
    }

    @Test("a port that is taken is said in a sentence, and ends the other listeners")
    func portTaken() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let settings = ServerSettings(
                address: .init(host: "127.0.0.1", port: server.addresses.port),
                tls: server.files.tls,
                socketPath: server.files.folder.path + "/second.sock",
                adminAddress: .init(host: "127.0.0.1", port: 0)
            )
            let second = try BankServer(bank: FakeBank(), settings: settings, logger: .silent)
            let error = await #expect(throws: ServerError.self) { try await second.run() }
            #expect(error?.code == .addressInUse)
            #expect(error?.description.contains("Another program listens at 127.0.0.1:") == true)
        }
    }

    private func code(_ tls: ServerSettings.TLSFiles) -> ServerError.Code? { error(tls)?.code }

    private func error(_ tls: ServerSettings.TLSFiles) -> ServerError? {
        let settings = ServerSettings(address: .init(host: "127.0.0.1", port: 0), tls: tls)
        do {
            _ = try BankServer(bank: FakeBank(), settings: settings, logger: .silent)
            return nil
        } catch {
            return error
        }
    }
}

/// The machine's clock, set by a test to some days from now.
private final class SetClock: Sendable {
    let daysAhead = Mutex<Int64>(0)

    var now: Instant {
        let days = daysAhead.withLock { $0 }
        return Instant(secondsSinceEpoch: Int64(time(nil)) + days * 86_400)
    }
}

extension Logger {
    /// A logger that writes nothing.
    static let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
}
