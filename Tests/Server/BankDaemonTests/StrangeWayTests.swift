// Goal: no command believes, orders or keeps anything where another user could have put another bank.
// Method: the folder above a bank, the bank's own and its socket, with the modes and owners of somebody
// who waits for a password, or for a backup.

import BankTestKit
import Glibc
import Testing

@testable import BankDaemon

@Suite("A bank in another user's hand")
struct StrangeWayTests {
    private static let stranger: uid_t = 12_345

    /// Expects that nothing is done with a bank, for one reason.
    private static func expectRefused(_ place: TestPlace, _ beginning: String) async throws {
        let (folder, clock) = (place.folder, place.clock)
        var refusals = [
            try await failure { try folder.requireBank() },
            try await failure { try folder.requireOwnHand() },
            try await failure { _ = try AdminClient(folder).ask(.rotateTLS) { _ in } },
            try await failure { _ = try await place.open() },
        ]
        refusals.append(
            try await failure {
                _ = try await BankBackup(folder, clock: clock)
                    .write(to: place.top + "/backup", includesKeys: false)
            }
        )
        for refusal in refusals {
            #expect(refusal.status == .configuration)
            #expect(refusal.description.hasPrefix(beginning), "\(refusal.description)")
        }
        let findings = try await place.check().findings
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix(beginning) == true)
        #expect(AdminClient(folder).standing() == .unasked)
    }

    // Symptom: another user put a folder of his own in the bank's place and listened at its admin.sock;
    // root's `user set-password` sent him the password. Cause: nobody looked at the folders above.
    @Test("a bank below a folder that others may write is refused before anything is sent")
    func openParent() async throws {
        let place = try TestPlace()
        try await place.make()
        for mode in [0o777, 0o770, 0o722] as [mode_t] {
            try #require(chmod(place.top, mode) == 0)
            try await Self.expectRefused(place, "Others may change \(place.top), so they could put")
            let made = DataFolder(path: place.top + "/new")
            let refusal = try await failure { _ = try made.make() }
            #expect(refusal.status == .configuration)
            #expect(refusal.description.hasSuffix("chmod go-w \(place.top)"))
            #expect(!PrivateFile.exists(made.path))
        }
        // As in /tmp, where others replace nothing.
        try #require(chmod(place.top, 0o1777) == 0)
        try place.folder.requireBank()
        try await place.open().close()
    }

    @Test("a bank into whose own folder others may write is refused before anything is sent")
    func openFolder() async throws {
        let place = try TestPlace()
        try await place.make()
        for mode in [0o777, 0o1777, 0o720] as [mode_t] {
            try #require(chmod(place.folder.path, mode) == 0)
            let beginning = "Others than its owner may use \(place.folder.path)."
            try await Self.expectRefused(place, beginning)
        }
    }

    @Test(
        "a bank of another user, or in a folder of his, is refused before anything is sent",
        .enabled(if: geteuid() == 0, "folders are given away by root alone")
    )
    func strangers() async throws {
        let place = try TestPlace()
        try await place.make()
        for path in [place.top, place.folder.path] {
            try #require(chmod(path, 0o755) == 0)
            try #require(lchown(path, Self.stranger, gid_t.max) == 0)
            try await Self.expectRefused(place, "\(path) belongs to another user")
            try #require(chmod(path, 0o700) == 0 && lchown(path, 0, gid_t.max) == 0)
        }
        try place.folder.requireBank()
    }

    @Test("a link in the place of a bank's folder is not followed by a command that asks or reads")
    func link() async throws {
        let place = try TestPlace()
        try await place.make()
        let link = DataFolder(path: place.top + "/link")
        try #require(symlink(place.folder.path, link.path) == 0)
        for refusal in [
            try await failure { try link.requireBank() },
            try await failure { _ = try AdminClient(link).ask(.rotateTLS) { _ in } },
        ] {
            #expect(refusal.status == .configuration)
            #expect(refusal.description.hasPrefix("\(link.path) is a link, and none is followed."))
        }
    }

    @Test(
        "a socket of another user is not connected to",
        .enabled(if: geteuid() == 0, "sockets are given away by root alone")
    )
    func strangeSocket() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.adminSocketPath
        let socket = try AdminSocket.listen(at: path)
        defer { socket.close() }
        try AdminSocket.connect(to: path)?.close()
        try #require(lchown(path, Self.stranger, gid_t.max) == 0)
        let refusal = try await failure { _ = try AdminSocket.connect(to: path) }
        #expect(refusal == DaemonError("\(path) belongs to another user.", .configuration))
    }

    // Symptom: a backup into a folder of another user landed in one of root's: he swapped his folder with
    // a link between the look at the way and the opening of the files.
    @Test(
        "a backup is neither written to, nor read from, a folder that another user could swap",
        .enabled(if: geteuid() == 0, "folders are given away by root alone")
    )
    func targets() async throws {
        let place = try TestPlace()
        try await place.make()
        let own = place.top + "/own"
        try PrivateFile.makeFolder(own)
        let backup = BankBackup(place.folder, clock: place.clock)
        _ = try await backup.write(to: own + "/first", includesKeys: false)
        let restoration = BankRestoration(place.folder, clock: place.clock, log: place.log)
        for mode in [0o700, 0o755, 0o1777] as [mode_t] {
            try #require(chmod(own, mode) == 0)
            try #require(lchown(own, Self.stranger, gid_t.max) == 0)
            for refusal in [
                try await failure {
                    _ = try await backup.write(to: own + "/second", includesKeys: false)
                },
                try await failure { _ = try await restoration.restore(from: own + "/first") },
                try await failure {
                    _ = try BooksPair(own + "/first", comparedWith: place.folder)
                },
            ] {
                #expect(refusal.status == .configuration)
                #expect(refusal.description.hasPrefix("\(own) belongs to another user, who could"))
            }
            try #require(lchown(own, 0, gid_t.max) == 0)
        }
        #expect(!PrivateFile.exists(own + "/second"))
    }

    @Test("files for TLS that lie where others could swap them are not used")
    func chosenFiles() async throws {
        let place = try TestPlace()
        try await place.make()
        let shared = place.top + "/shared"
        try PrivateFile.makeFolder(shared)
        try PrivateFile.copy(place.folder.tls.serverKeyPath, to: shared + "/key")
        let settings = try place.settings(["COUNTERFOILD_TLS_KEY": shared + "/key"])
        try settings.requirePrivateTLS()
        try #require(chmod(shared, 0o777) == 0)
        let refusal = try await failure { try settings.requirePrivateTLS() }
        #expect(refusal.status == .configuration)
        #expect(refusal.description.hasPrefix("Others may change \(shared), so they could put"))
        let check = BankCheck(place.folder, configuration: settings, now: place.clock.now())
        #expect(await check.run().findings.contains(refusal.description))
    }
}
