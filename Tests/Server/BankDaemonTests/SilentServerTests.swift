// Goal: no command waits for ever, and whoever got no answer learns that it may have been done.
// Method: sockets that take nobody in, as those of a stopped process, and one that hangs up.

import SystemThreads
import BankTestKit
import Glibc
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Servers that do not answer")
struct SilentServerTests {
    // Symptom: beside a server that hung, commands waited without end and without a word, and were
    // carried out when it went on. Cause: only the question of `check` had a bound.
    @Test("a server that says nothing is waited for no longer than the request may take")
    func silence() async throws {
        let place = try TestPlace()
        try await place.make()
        let socket = try AdminSocket.listen(at: place.folder.adminSocketPath)
        defer { socket.close() }
        let client = AdminClient(place.folder, patienceMilliseconds: 10)
        let error = try await failure { _ = try client.ask(.disableUser("asha")) { _ in } }
        let look = ShellCommand("audit list").option("--user", "asha").on(place.folder)
        let due =
            "The server does not answer. It may still do it. Before you repeat it, look with: \(look)"
        #expect(error == DaemonError(due, .outcomeUnknown))
    }

    @Test("a server that hangs up may have done it, and that is what is said")
    func loss() async throws {
        let place = try TestPlace()
        try await place.make()
        let socket = try AdminSocket.listen(at: place.folder.adminSocketPath)
        defer { socket.close() }
        let stop = try StopPipe()
        let server = Task {
            await DetachedThread.run {
                let connection = socket.accept(unless: stop.readable)
                _ = connection?.readLine(byteLimit: AdminRequest.lineByteLimit)
                connection?.close()
            }
        }
        let folder = place.folder
        let asked = await DetachedThread.run {
            Result { try AdminClient(folder).ask(.revokeTerminal("b", isUnseen: true)) { _ in } }
        }
        await server.value
        let error = try await failure { _ = try asked.get() }
        #expect(error.status == .outcomeUnknown)
        let beginning = "The server went away before it answered. It may have done it."
        #expect(error.description.hasPrefix(beginning))
        let end = "look with: \(ShellCommand("terminal list").on(folder))"
        #expect(error.description.hasSuffix(end))
    }

    @Test("what waits for requests that began before, or for much work, may take longer")
    func patience() {
        let long = AdminRequest.rotateMasterKey(keysAreKept: false).patienceMilliseconds
        #expect(Int64(long) > 2 * AdminDesk.graceMilliseconds)
        let short = AdminRequest.rotateSigningKey.patienceMilliseconds
        #expect(short < long)
        #expect(short >= 10_000)
    }
}
