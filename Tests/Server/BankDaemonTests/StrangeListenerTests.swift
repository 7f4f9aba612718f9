// Goal: every command reports a stranger that listens at admin.sock, and sends it nothing.
// Method: a process of another user at a socket of root, listeners of this user that live and that died.

import BankTestKit
import Glibc
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Listeners at the socket for commands")
struct StrangeListenerTests {
    // Symptom: beside another user's process at admin.sock `check` said "Everything holds.", with a
    // running server only that another process has the bank open, and `serve` removed the socket in
    // silence. Cause: whoever was refused was taken for nobody, and what was there was unlinked.
    @Test(
        "another user who listens there is a finding, and no server takes the place in silence",
        .enabled(if: StrangeListener.isPossible, "root alone lets another user listen")
    )
    func strangers() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.adminSocketPath
        let stranger = try StrangeListener(at: path)
        let asked = try await failure {
            _ = try AdminClient(place.folder).ask(.rotateTLS) { _ in }
        }
        #expect(asked.status == .configuration)
        let beginning = "Another user listens at \(path), and was sent nothing."
        #expect(asked.description.hasPrefix(beginning))
        let findings = try await place.check().findings
        #expect(findings.contains(asked.description), "\(findings)")
        let early = try await failure { try AdminClient(place.folder).requireNoStranger() }
        #expect(early == asked)
        let late = try await failure { _ = try AdminSocket.listen(at: path) }
        #expect(late == asked)
        #expect(PrivateFile.exists(path))
        let opened = try await place.open()
        #expect(try await place.check().findings.contains(asked.description))
        try opened.close()
        stranger.close()
        try AdminClient(place.folder).requireNoStranger()
        try AdminSocket.listen(at: path).close()
    }

    @Test("a socket at which somebody listens stays theirs, and a dead one goes")
    func live() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.adminSocketPath
        let first = try AdminSocket.listen(at: path)
        let second = try await failure { _ = try AdminSocket.listen(at: path) }
        #expect(second.status == .unavailable)
        #expect(second.description.hasPrefix("Another process listens at \(path), where"))
        try #require(try AdminSocket.connect(to: path)).close()
        first.close()
        try AdminSocket.listen(at: path).close()
    }

    @Test(
        "a dead socket of another user is not removed",
        .enabled(if: geteuid() == 0, "sockets are given away by root alone")
    )
    func foreign() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.adminSocketPath
        try AdminSocket.listen(at: path).close()
        try #require(lchown(path, 12_345, gid_t.max) == 0)
        let refusal = try await failure { _ = try AdminSocket.listen(at: path) }
        #expect(refusal == DaemonError("\(path) belongs to another user.", .configuration))
        #expect(PrivateFile.exists(path))
        #expect(try await place.check().findings == [refusal.description])
    }

    @Test("a server that ends removes its own socket, and none that took its place")
    func end() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.adminSocketPath
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let listener = try AdminListener(desk, folder: place.folder)
        try #require(rename(path, place.top + "/aside") == 0)
        let other = try AdminSocket.listen(at: path)
        defer { other.close() }
        let server = Task { await listener.run() }
        server.cancel()
        await server.value
        #expect(PrivateFile.exists(path))
        try opened.close()
    }
}
