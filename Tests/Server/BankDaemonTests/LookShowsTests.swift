// Goal: the command to look with shows what was done, and what was never sent is said not to be done.
// Method: each act by a desk, and then the list that is named, read with the same words.

import SystemThreads
import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Looking after a lost answer")
struct LookShowsTests {
    /// The actions of the lines that the command to look with lists.
    private static func actions(
        _ request: AdminRequest,
        _ place: TestPlace
    ) async throws -> [String] {
        let words = try #require(request.look).description.split(separator: " ").map(String.init)
        try #require(words.prefix(3) == ["counterfoild", "audit", "list"])
        var filter = AuditReader.Filter()
        for (name, value) in zip(words.dropFirst(3), words.dropFirst(4)) {
            switch name {
            case "--user": filter.user = value
            case "--object": filter.object = value
            default: break
            }
        }
        var actions: [String] = []
        try await AuditReader(place.folder, zone: .india).forEach(filter) { listing in
            actions += listing.rows.map { $0[2] }
        }
        return actions
    }

    private static func carryOut(_ requests: [AdminRequest], _ place: TestPlace) async throws {
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        for request in requests { _ = try await desk.carryOut(request) { _ in } }
        try opened.close()
    }

    @Test("what was done to a user is in the list that is named")
    func users() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let password = TestBank.secret(Array("eight rivers at dawn".utf8))
        let cases: [(request: AdminRequest, action: String)] = [
            (.disableUser("tara"), "userDisabled"), (.enableUser("tara"), "userEnabled"),
            (.setRole("tara", .support), "roleChanged"),
            (.setPassword("tara", password), "passwordChanged"),
            (.resetTOTP("tara"), "totpReset"),
        ]
        for (request, action) in cases {
            #expect(try await !Self.actions(request, place).contains(action))
            try await Self.carryOut([request], place)
            #expect(try await Self.actions(request, place).last == action)
        }
    }

    // Symptom: after a lost answer to `keys rotate --master` one was told to look with `check`, which
    // says "Everything holds." before and after. Cause: a list that shows keys was not looked for.
    @Test("keys that were changed are in the list that is named, and nothing else is")
    func keys() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let master = AdminRequest.rotateMasterKey(keysAreKept: true)
        #expect(try await Self.actions(master, place) == ["masterKeyBegun"])
        try await Self.carryOut([master, .rotateSigningKey], place)
        let actions = try await Self.actions(master, place)
        #expect(actions == ["masterKeyBegun", "masterKeyBegun", "masterKeyRetired"])
        let signing = try await Self.actions(.rotateSigningKey, place)
        #expect(Set(signing) == ["signingKeyBegun"])
    }

    @Test("what does no harm twice is repeated, and nothing is looked at before")
    func certificate() throws {
        let folder = DataFolder(path: "/srv/bank")
        #expect(AdminRequest.rotateTLS.look == nil)
        let end =
            "It may still do it. It does no harm to repeat it: "
            + "\(ShellCommand("keys rotate").flag("--tls").on(folder))"
        #expect(AdminRequest.rotateTLS.silence(of: folder).description.hasSuffix(end))
    }

    // Symptom: whoever lost the answer to `user add` had a user without an authenticator, and was told
    // to look at a list that shows none. Cause: only a lost standard output was thought of.
    @Test("a lost answer that showed an authenticator says how to issue another one")
    func authenticators() throws {
        let folder = DataFolder(path: "/srv/bank")
        let password = TestBank.secret(Array(TestBank.password.utf8))
        let requests: [AdminRequest] = [
            .addUser(name: "asha", displayName: "A", role: .customer, password: password),
            .resetTOTP("asha"),
        ]
        let command = ShellCommand("user reset-totp").argument("asha").on(folder)
        let end =
            "\nIf it was done, its answer is lost. The authenticator of asha was in it. Issue another "
            + "one with: \(command)"
        for request in requests {
            for error in [request.silence(of: folder), request.loss(of: folder)] {
                #expect(error.description.hasSuffix(end), "\(error)")
            }
        }
        let other = AdminRequest.disableUser("asha").loss(of: folder).description
        #expect(!other.contains("authenticator"))
    }

    // Symptom: a server that went away while the request was written "may have done it". Cause: a line
    // without an end, which no server reads, was taken for one that arrived.
    @Test("a request that was never written whole was not done")
    func unasked() async throws {
        let place = try TestPlace()
        try await place.make()
        let socket = try AdminSocket.listen(at: place.folder.adminSocketPath)
        defer { socket.close() }
        let stop = try StopPipe()
        let server = Task {
            await DetachedThread.run {
                let connection = socket.accept(unless: stop.readable)
                connection?.close()
            }
        }
        let folder = place.folder
        // More than the system keeps for who does not read.
        let name = String(repeating: "a", count: 8 << 20)
        let asked = await DetachedThread.run {
            Result { try AdminClient(folder).ask(.disableUser(name)) { _ in } }
        }
        await server.value
        let error = try await failure { _ = try asked.get() }
        let due = "The server went away before it was asked, so nothing was done. Try again."
        #expect(error == DaemonError(due, .tryLater))
    }
}
