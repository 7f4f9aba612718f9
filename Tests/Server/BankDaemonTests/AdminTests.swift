// Goal: a command of an operator is carried out once, by the process that has the bank open, and an
// interrupted change of keys loses no secret.
// Method: desks over real folders, the socket between two ends in one process, and deaths before
// each file and each transaction of a change.

import SystemThreads
import BankTestKit
import CoreVocabulary
import Cryptography
import Glibc
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import Synchronization
import Testing

@testable import BankDaemon

@Suite("Administration")
struct AdminTests {
    private func desk(_ place: TestPlace, _ opened: OpenedBank) throws -> AdminDesk {
        AdminDesk(opened, settings: try place.settings(), clock: place.clock)
    }

    /// The number of a key that is made when the test begins.
    private static let newNumber = MasterKey.Number(clamping: TestBank.start.secondsSinceEpoch)

    private static var password: SharedSecret {
        TestBank.secret(Array(TestBank.password.utf8))
    }

    @Test("every request comes through as it was asked, and nothing else is one")
    func requests() throws {
        let session = SessionID(rawValue: 7)
        let requests: [AdminRequest] =
            [
                .addUser(name: "a\"\n", displayName: "Å", role: .teller, password: Self.password),
                .disableUser("a"), .enableUser("b"), .unlockUser("c"), .resetTOTP("d"),
                .revokeSessions(of: "e"), .revokeSession(session, isWiping: true),
                .revokeTerminal("branch-1", isUnseen: true), .setRole("f", .auditor),
                .setPassword("g", Self.password), .rotateMasterKey(keysAreKept: true),
                .rotateSigningKey, .rotateTLS, .health,
            ]
            + AccountAct.Kind.allCases.map { kind in
                let texts = AccountAct.Field.allCases.map { ($0, Optional("\($0)\"\n")) }
                return .account(AccountAct(kind, Dictionary(uniqueKeysWithValues: texts)))
            }
        #expect(Set(requests.map(\.act)).count == requests.count)
        for request in requests {
            let line = request.line
            #expect(!line.contains(UInt8(ascii: "\n")))
            let read = try #require(AdminRequest(line: line))
            #expect(read.line == line)
        }
        for bad in [
            "", "{}", "[]", #"{"act":"shoot"}"#, #"{"act":"disable-user"}"#,
            #"{"act":"rotate-master-key"}"#,
        ] {
            #expect(AdminRequest(line: Array(bad.utf8)) == nil, "\(bad)")
        }
        let replies: [AdminReply] = [
            .progress("x"), .done(["a", "b"]), .failed(DaemonError("No.", .noUser)),
        ]
        for reply in replies { #expect(AdminReply(line: reply.line) == reply) }
        for status in DaemonError.Status.allCases {
            let reply = AdminReply.failed(DaemonError("No.", status))
            #expect(AdminReply(line: reply.line) == reply)
        }
        #expect(AdminReply(line: Array(#"{"failed":"x","status":3}"#.utf8)) == nil)
    }

    @Test("a user who is added gets an authenticator, once, under the bank's name")
    func addUser() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        let desk = try desk(place, opened)
        let lines = try await desk.carryOut(
            .addUser(
                name: "Asha",
                displayName: "Asha K",
                role: .customer,
                password: Self.password
            )
        ) { _ in }
        let uri = try OTPAuthURI(parsing: try #require(lines.last))
        #expect(uri.issuer == "Counterfoil")
        #expect(uri.secret.count == 20)
        #expect(try await opened.bank.users().map(\.name) == ["asha"])
        let again = try await desk.carryOut(.resetTOTP("ASHA")) { _ in }
        #expect(try OTPAuthURI(parsing: try #require(again.last)).secret != uri.secret)
        let unknown = try await failure {
            _ = try await desk.carryOut(.disableUser("nobody")) { _ in }
        }
        #expect(unknown.status == .noUser)
        await #expect(throws: BankError.self) {
            _ = try await desk.carryOut(
                .addUser(name: "x y", displayName: "", role: .customer, password: Self.password)
            ) { _ in }
        }
        try opened.close()
    }

    @Test("a command costs the user it names, not all who may sign in")
    func costOfNames() async throws {
        let place = try TestPlace()
        try await place.make()
        let meter = StatementMeter()
        var options = LedgerStoreSQLite.Options()
        options.meter = meter
        let opened = try await OpenedBank.open(
            place.folder,
            configuration: .forTests,
            clock: place.clock,
            log: place.log,
            options: options
        )
        try await place.addUsers(to: opened.bank)
        let desk = try desk(place, opened)
        func steps() async throws -> Int64 {
            _ = try await desk.carryOut(.unlockUser("ASHA")) { _ in }
            let before = meter.stepCount
            _ = try await desk.carryOut(.unlockUser("ASHA")) { _ in }
            return meter.stepCount - before
        }
        let small = try await steps()
        let furtherCount = 60
        for number in 0..<furtherCount {
            _ = try await opened.bank.addUser(
                NewUser(
                    name: "user\(number)",
                    displayName: "User",
                    role: .customer,
                    password: Self.password,
                    totpSecret: TestBank.secret([UInt8](repeating: 5, count: 20))
                )
            )
        }
        // Identifiers are random, so a search in an index takes a step more or fewer.
        #expect(try await steps() < small + Int64(furtherCount))
        try opened.close()
    }

    @Test("a command asks the server that runs, and hears of its progress and refusals")
    func socket() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        #expect(try AdminClient(place.folder).ask(.disableUser("asha")) { _ in } == nil)
        let opened = try await place.open()
        let listener = try AdminListener(try desk(place, opened), folder: place.folder)
        #expect(place.mode(place.folder.adminSocketPath) == 0o600)
        let server = Task { await listener.run() }

        let heard = Mutex<[String]>([])
        let lines = try await DetachedThread.run {
            Result {
                try AdminClient(place.folder).ask(.rotateMasterKey(keysAreKept: false)) { text in
                    heard.withLock { $0.append(text) }
                }
            }
        }.get()
        let number = Self.newNumber
        #expect(lines?.last?.contains("Master key \(number) is the current one") == true)
        #expect(heard.withLock { $0.first } == "Master key \(number) seals from now on.")
        #expect(try place.folder.keys.numbers() == [number])

        let refused = await DetachedThread.run {
            Result { try AdminClient(place.folder).ask(.unlockUser("nobody")) { _ in } }
        }
        #expect(throws: DaemonError("Nobody has the user name 'nobody'.", .noUser)) {
            _ = try refused.get()
        }
        server.cancel()
        await server.value
        #expect(!PrivateFile.exists(place.folder.adminSocketPath))
        try opened.close()
    }

    // Symptom: after the socket was removed, commands said no more than that another process has the
    // bank open.
    @Test("a command that finds the bank open and no socket names it and says what to do")
    func noSocket() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        #expect(try AdminClient(place.folder).ask(.rotateTLS) { _ in } == nil)
        let path = place.folder.adminSocketPath
        let gone = try await failure { _ = try await place.open() }
        #expect(gone.status == .tryLater)
        #expect(gone.description.contains("somebody removed \(path), where it takes commands"))
        let socket = try AdminSocket.listen(at: path)
        let busy = try await failure { _ = try await place.open() }
        socket.close()
        #expect(busy.status == .tryLater)
        #expect(!busy.description.contains(path))
        try opened.close()
    }

    @Test("what is no request is answered, and a dead server's socket is in nobody's way")
    func strangeInput() async throws {
        let place = try TestPlace()
        try await place.make()
        let dead = try AdminSocket.listen(at: place.folder.adminSocketPath)
        dead.close()
        #expect(try AdminClient(place.folder).ask(.rotateTLS) { _ in } == nil)
        let opened = try await place.open()
        let listener = try AdminListener(try desk(place, opened), folder: place.folder)
        let server = Task { await listener.run() }
        let reply = try await DetachedThread.run {
            Result { () throws -> [UInt8]? in
                let socket = try AdminSocket.connect(to: place.folder.adminSocketPath)
                _ = socket?.write(line: Array("GET / HTTP/1.1".utf8))
                defer { socket?.close() }
                return socket?.readLine(byteLimit: 4_096)
            }
        }.get()
        guard case .failed(let error)? = AdminReply(line: try #require(reply)) else {
            Issue.record("a line that is no request is refused")
            return
        }
        #expect(error.status == .unavailable)
        server.cancel()
        await server.value
        try opened.close()
    }

    @Test("a listener that finds no room for a connection waits for it and goes on")
    func noRoom() async throws {
        // Symptom: with all files open, one command of an operator stopped the bank. Cause: the
        // listener took the refusal of the system for its own end, which ends everything.
        let place = try TestPlace()
        try await place.make()
        let socket = try AdminSocket.listen(at: place.folder.adminSocketPath)
        defer { socket.close() }
        let stop = try StopPipe()
        let client = try #require(try AdminSocket.connect(to: place.folder.adminSocketPath))
        defer { client.close() }
        var refusals = [EINTR, ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM]
        let accepted = socket.accept(unless: stop.readable) { descriptor in
            guard let reason = refusals.popLast() else { return accept(descriptor, nil, nil) }
            errno = reason
            return -1
        }
        try #require(accepted).close()

        let another = try #require(try AdminSocket.connect(to: place.folder.adminSocketPath))
        defer { another.close() }
        let stopped = socket.accept(unless: stop.readable) { _ in
            stop.signal()
            errno = EMFILE
            return -1
        }
        #expect(stopped == nil)
        let broken = socket.accept(unless: try StopPipe().readable) { _ in
            errno = EBADF
            return -1
        }
        #expect(broken == nil)
    }

    @Test("the server's certificate is renewed under its authority, for the names of the settings")
    func rotateTLS() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        let reloads = Mutex(0)
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock) {
            reloads.withLock { $0 += 1 }
        }
        let before = try PrivateFile.read(place.folder.tls.serverPath, byteLimit: 65_536)
        place.clock.advance(seconds: 80 * 86_400)
        #expect(try await place.check().notes.count == 1)
        let lines = try await desk.carryOut(.rotateTLS) { _ in }
        #expect(lines.first?.contains("localhost, 127.0.0.1, ::1") == true)
        #expect(reloads.withLock { $0 } == 1)
        let after = try PrivateFile.read(place.folder.tls.serverPath, byteLimit: 65_536)
        #expect(after != before)
        try opened.close()
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a server goes on with a change of the master key that another process began")
    func unfinishedRotation() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        // The key's file was written, and then the process died.
        try place.folder.keys.add(2, SharedSecret(randomByteCount: 32))
        let opened = try await place.open()
        #expect(try await place.check().notes.first?.contains("Master key 1 still seals") == true)
        let lines = try await desk(place, opened).finishRotation()
        #expect(lines.first?.contains("master key 1") == true)
        #expect(try place.folder.keys.numbers() == [2])
        #expect(opened.ring.numbers == [2])
        #expect(try await desk(place, opened).finishRotation() == [])
        try opened.close()
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a server removes a key that another process retired and did not live to remove")
    func killedInGrace() async throws {
        // Symptom: the old key's file stayed for good, and was said to seal something. Cause: what
        // was retired before was not among what this walk retired.
        let place = try TestPlace()
        try await place.makeWithUsers()
        let dying = try await place.open()
        let desk = AdminDesk(
            dying,
            settings: try place.settings(),
            clock: place.clock,
            graceMilliseconds: AdminDesk.graceMilliseconds
        )
        let rotation = Task {
            try await desk.carryOut(.rotateMasterKey(keysAreKept: false)) { _ in }
        }
        while place.clock.sleeperCount == 0 { await Task.yield() }
        rotation.cancel()
        _ = await rotation.result
        try dying.close()
        #expect(try place.folder.keys.numbers() == [1, Self.newNumber])

        let opened = try await place.open()
        #expect(try await place.check().notes.first?.contains("when it starts next") == true)
        let lines = try await self.desk(place, opened).finishRotation()
        #expect(lines.first?.contains("master key 1 any more; it is removed") == true)
        #expect(!lines.contains { $0.contains("still seals") })
        #expect(try place.folder.keys.numbers() == [Self.newNumber])
        #expect(opened.ring.numbers == [Self.newNumber])
        try opened.close()
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("in a server the old key opens what requests hold until they have ended")
    func grace() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let opened = try await place.open()
        let desk = AdminDesk(
            opened,
            settings: try place.settings(),
            clock: place.clock,
            graceMilliseconds: AdminDesk.graceMilliseconds
        )
        let rotation = Task {
            try await desk.carryOut(.rotateMasterKey(keysAreKept: false)) { _ in }
        }
        while place.clock.sleeperCount == 0 { await Task.yield() }
        #expect(opened.ring.numbers == [1, Self.newNumber])
        let twice = try await failure {
            _ = try await desk.carryOut(.rotateMasterKey(keysAreKept: false)) { _ in }
        }
        #expect(twice.status == .tryLater)
        place.clock.advance(seconds: AdminDesk.graceMilliseconds / 1_000)
        _ = try await rotation.value
        #expect(opened.ring.numbers == [Self.newNumber])
        try opened.close()
    }
}
