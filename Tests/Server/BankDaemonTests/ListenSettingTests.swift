// Goal: `check` finds the settings with which `serve` would not listen, in the words of `serve`.
// Method: settings of the environment, each wrong in one way.

import BankTestKit
import Glibc
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Where the server would listen")
struct ListenSettingTests {
    private static func findings(
        _ place: TestPlace,
        _ settings: DaemonConfiguration
    ) async -> [String] {
        await BankCheck(place.folder, configuration: settings, now: place.clock.now()).run()
            .findings
    }

    // Symptom: `check` said "Everything holds.", and `serve` ended with 78. Cause: only `serve` looked.
    @Test("one port for consoles and numbers is found before the start")
    func ports() async throws {
        let place = try TestPlace()
        try await place.make()
        let port = Setting.listenPort.standardNumber
        let settings = try place.settings(["COUNTERFOILD_LISTEN_STATUS_PORT": "\(port)"])
        let error = try await failure { try settings.requireOwnPorts() }
        #expect(error.status == .configuration)
        #expect(await Self.findings(place, settings) == [error.description])
        try settings.requireOwnPorts(port: port + 10)
        try settings.requireOwnPorts(port: 0)
    }

    // An address for documents (RFC 5737), which no machine has.
    @Test(
        "an address of another machine is found before the start, and one of this machine is taken",
        arguments: [
            ("192.0.2.1", false), ("127.0.0.1", true), ("127.0.0.9", true), ("0.0.0.0", true),
            ("localhost", true),
        ]
    )
    func hosts(host: String, isOwn: Bool) async throws {
        let place = try TestPlace()
        try await place.make()
        let settings = try place.settings(["COUNTERFOILD_LISTEN_HOST": host])
        guard !isOwn else {
            try settings.requireOwnHost()
            #expect(await Self.findings(place, settings).isEmpty)
            return
        }
        let error = try await failure { try settings.requireOwnHost() }
        #expect(error.status == .configuration)
        #expect(error.description.hasPrefix("listen.host names \(host), which is no address of"))
        #expect(await Self.findings(place, settings) == [error.description])
    }

    @Test(
        "a path that no socket can have is found before the start",
        arguments: [
            ("console.sock/", "ends with a slash"), ("tls/", "ends with a slash"),
            (String(repeating: "a", count: 108), "is too long for a socket (107 bytes)"),
        ]
    )
    func paths(name: String, words: String) async throws {
        let place = try TestPlace()
        try await place.make()
        let settings = try place.settings(["COUNTERFOILD_LISTEN_SOCKET": name])
        let error = try await failure { _ = try settings.consoleSocketPath() }
        #expect(error.status == .configuration)
        let beginning = "listen.socket names \(place.folder.path)/\(name), which"
        #expect(error.description.hasPrefix(beginning))
        #expect(error.description.contains(words))
        #expect(await Self.findings(place, settings) == [error.description])
    }

    // Symptom: `check` said that the books are no socket, and `serve` that the bank keeps the name.
    @Test("of a name that the bank keeps, `check` says what `serve` says, and nothing else")
    func ownName() async throws {
        let place = try TestPlace()
        try await place.make()
        let settings = try place.settings(["COUNTERFOILD_LISTEN_SOCKET": "../bank/bank.sqlite"])
        let error = try await failure { _ = try settings.consoleSocketPath() }
        #expect(error.description.contains("a name that the bank keeps for its own files"))
        #expect(await Self.findings(place, settings) == [error.description])
    }
}
