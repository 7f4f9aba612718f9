// Goal: `check` finds what an operator has to know, and is silent about a sound bank.
// Method: one thing broken at a time.

import BankTestKit
import Certificates
import CoreVocabulary
import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Check of a data folder")
struct CheckTests {
    private func place() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.makeWithUsers()
        return place
    }

    @Test("files that others may read are named, with the command that puts it right")
    func modes() async throws {
        let place = try await place()
        let key = place.folder.keys.file(1)
        try #require(chmod(key, 0o640) == 0)
        try #require(chmod(place.folder.path, 0o755) == 0)
        let findings = try await place.check().findings
        #expect(findings.count == 2)
        #expect(findings.contains { $0.contains("chmod 600 \(key)") })
        #expect(findings.contains { $0.contains("chmod 700 \(place.folder.path)") })
    }

    // Symptom: others could write `audit.head`, and `check` said that everything holds. Cause: it
    // looked at the books, the keys and the settings alone.
    @Test("every file and folder of the bank that others may change is named")
    func everyFile() async throws {
        let place = try await place()
        let folder = place.folder
        _ = try await BankBackup(folder, clock: place.clock)
            .write(to: place.top + "/backup", includesKeys: false)
        let terminal = try #require(DeviceName("branch-1"))
        let aside = folder.booksPath + ".before-7"
        try PrivateFile.write([1], to: aside)
        let files = [
            folder.auditHeadPath, folder.epochPath, folder.backupBookPath, folder.backupHeadPath,
            folder.lockPath, aside,
            folder.configurationPath, folder.booksPath, folder.tls.serverKeyPath,
            folder.tls.deviceKeyPath(terminal),
        ]
        let certificates = [
            folder.tls.authorityPath, folder.tls.serverPath, folder.tls.devicePath(terminal),
        ]
        let places: [(path: String, mode: String)] =
            files.map { ($0, "600") } + certificates.map { ($0, "644") }
            + [folder.tls.path, folder.tls.devicesPath].map { ($0, "700") }
        for (path, right) in places {
            let mode = place.mode(path)
            try #require(chmod(path, mode | 0o066) == 0)
            // An empty log has the mode of its books.
            let laxPaths = path == folder.booksPath ? [path, path + "-wal"] : [path]
            let findings = try await place.check().findings
            #expect(findings.count == laxPaths.count, "\(path): \(findings)")
            for lax in laxPaths {
                #expect(findings.contains { $0.hasSuffix("chmod \(right) \(lax)") })
            }
            for lax in laxPaths { try #require(chmod(lax, mode) == 0) }
        }
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: a copy of the master key, made beside it and open to all, was no finding. Cause: only the
    // names that the bank gives were looked at.
    @Test("a copy of a key beside the keys that others may read is named")
    func keyCopies() async throws {
        let place = try await place()
        let (key, serverKey) = (place.folder.keys.file(1), place.folder.tls.serverKeyPath)
        for path in [key, serverKey] {
            let copy = path + ".bak"
            try PrivateFile.copy(path, to: copy)
            #expect(try await place.check() == BankCheck.Report())
            try #require(chmod(copy, 0o644) == 0)
            let findings = try await place.check().findings
            #expect(findings.count == 1)
            #expect(findings.first?.hasSuffix("chmod 600 \(copy)") == true)
            try PrivateFile.remove(copy)
        }
    }

    @Test(
        "a file that another user owns is named",
        .enabled(if: geteuid() == 0, "only root gives files away")
    )
    func owners() async throws {
        let place = try await place()
        for path in [place.folder.auditHeadPath, place.folder.epochPath, place.folder.lockPath] {
            try #require(chown(path, 12_345, 12_345) == 0)
            let findings = try await place.check().findings
            #expect(findings == ["\(path) belongs to another user."])
            try #require(chown(path, geteuid(), getegid()) == 0)
        }
    }

    @Test("the sockets are looked at: the group connects to that of consoles, and nobody else")
    func sockets() async throws {
        let place = try await place()
        let console = try AdminSocket.listen(at: place.folder.consoleSocketPath)
        defer { console.close() }
        // Of a server that died: one that listens is asked how it does.
        try AdminSocket.listen(at: place.folder.adminSocketPath).close()
        try #require(chmod(place.folder.consoleSocketPath, 0o660) == 0)
        #expect(try await place.check() == BankCheck.Report())
        try #require(chmod(place.folder.consoleSocketPath, 0o666) == 0)
        try #require(chmod(place.folder.adminSocketPath, 0o660) == 0)
        let findings = try await place.check().findings
        #expect(findings.count == 2)
        #expect(findings.contains { $0.contains("chmod 660 \(place.folder.consoleSocketPath)") })
        #expect(findings.contains { $0.contains("chmod 600 \(place.folder.adminSocketPath)") })
    }

    // Symptom: a folder in the place of `backups.jsonl` was told of twice in the same words, and a link
    // in two ways. Cause: who looks at the files and who reads them each told it.
    @Test("what is wrong with a file is said once, whoever meets it")
    func saidOnce() async throws {
        let place = try await place()
        let folder = place.folder
        let tls = folder.tls
        let terminal = try #require(DeviceName("branch-1"))
        let files = [
            folder.backupBookPath, folder.epochPath, tls.authorityKeyPath, tls.authorityPath,
            tls.serverKeyPath, tls.serverPath, tls.devicePath(terminal),
            tls.deviceKeyPath(terminal), folder.keys.file(1),
        ]
        let aside = place.top + "/aside"
        for file in files {
            try #require(rename(file, aside) == 0)
            try PrivateFile.makeFolder(file)
            let asFolder = try await place.check().findings
            #expect(asFolder.count { $0 == "\(file) is no file." } == 1, "\(asFolder)")
            #expect(Set(asFolder).count == asFolder.count, "\(asFolder)")
            try #require(rmdir(file) == 0)
            try #require(symlink(aside, file) == 0)
            let asLink = try await place.check().findings
            #expect(asLink.count { $0.hasPrefix("\(file) ") } == 1, "\(asLink)")
            try PrivateFile.remove(file)
            try #require(rename(aside, file) == 0)
        }
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: beside a server whose lock file was deleted `check` said "Everything holds", while
    // `/readyz` was 503. Cause: what a running server knows was not asked for.
    @Test("what keeps a running server from being ready is a finding, its deleted lock as well")
    func runningServer() async throws {
        let place = try await place()
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let listener = try AdminListener(desk, folder: place.folder)
        let server = Task { await listener.run() }
        #expect(try await place.check() == BankCheck.Report())
        place.clock.set(by: -3_600)
        let clock = try await place.check().findings
        #expect(clock.contains { $0.contains("The running server is not ready: This machine's") })
        place.clock.set(by: 3_600)
        let lock = place.folder.lockPath
        try #require(rename(lock, place.top + "/lock") == 0)
        let gone = try await place.check().findings
        #expect(gone.count == 1)
        #expect(gone.first?.contains("The running server is not ready: ") == true)
        #expect(gone.first?.contains("\(lock) was moved, replaced or deleted") == true)
        #expect(gone.first?.contains("stop the server and start it again") == true)
        server.cancel()
        await server.value
        // Its socket for commands is gone as well, and nobody can be asked.
        let unasked = try await place.check().findings
        #expect(unasked.count == 1)
        #expect(unasked.first?.hasPrefix("\(lock) was moved, replaced or deleted") == true)
        try opened.close()
        try await place.open().close()
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: beside a server whose `admin.sock` was removed `check` said "Everything holds", while
    // `/readyz` was 503. Cause: whoever could not be asked was taken for nobody.
    @Test("a server that cannot be asked is a finding, since nobody knows if it is ready")
    func unaskedServer() async throws {
        let place = try await place()
        let opened = try await place.open()
        let findings = try await place.check().findings
        #expect(findings == [place.folder.inUseSentence])
        let socket = place.folder.adminSocketPath
        #expect(findings.first?.contains("somebody removed \(socket)") == true)
        try opened.close()
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: during a restore `check` said that it did not end, and to remove its files. Cause: the
    // lock that the restore holds was not looked at.
    @Test("a restore that runs is told of as one, and nothing of it is to be removed")
    func runningRestoration() async throws {
        let place = try await place()
        let locked = try LockedBooks(path: place.folder.booksPath)
        try PrivateFile.write([1], to: place.folder.restoringPath)
        let findings = try await place.check().findings
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix("A restore runs in \(place.folder.path)") == true)
        locked.release()
        let left = try await place.check().findings
        #expect(left.contains { $0.contains("A restore did not end") })
    }

    // Symptom: a server had ended on a full disk, `check` said that everything holds, and the start ended
    // with 73. Cause: the room on the disk was looked at by a running server alone.
    @Test("a disk that is all but full is a finding where no server runs that tells it")
    func room() async throws {
        let place = try await place()
        var check = BankCheck(
            place.folder,
            configuration: try place.settings(),
            now: place.clock.now()
        )
        let floor = Bank.roomByteFloor
        #expect(try #require(check.freeByteCount) > 0)
        let enough: [Int64?] = [nil, floor, Int64.max]
        for count in enough {
            check.freeByteCount = count
            let report = await check.run()
            #expect(report == BankCheck.Report())
        }
        for count in [0, floor - 1] {
            check.freeByteCount = count
            let findings = await check.run().findings
            #expect(findings.count == 1)
            #expect(findings.first?.hasPrefix("The disk of the books is all but full") == true)
            #expect(findings.first?.contains("Make room before you start one") == true)
        }
    }

    @Test("settings that are gone are told of")
    func noSettings() async throws {
        let place = try await place()
        try PrivateFile.remove(place.folder.configurationPath)
        let findings = try await place.check().findings
        #expect(findings.count == 1)
        #expect(findings.first?.contains("counterfoil.toml is not there") == true)
        try PrivateFile.write([], to: place.folder.configurationPath)
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: with admin.sock as the socket of consoles, the server said that another program
    // listens there. It was the server itself. With bank.sqlite-journal or audit.head.new the books
    // could not be opened any more: the names that there are were asked for, and none that may come.
    @Test("a socket for consoles that is a name of the bank's own is refused and found")
    func ownNames() async throws {
        let place = try await place()
        let names = [
            "admin.sock", "tls/../admin.sock", place.folder.adminSocketPath, "bank.sqlite-wal",
            "backups.jsonl", "keys", "bank.sqlite-journal", "tls/../bank.sqlite-journal",
            "bank.sqlite.restoring", "bank.sqlite.before-5", "audit.head.new", "epoch.new",
            "counterfoil.toml.new", "keys/console.sock", "tls/server.pem.next",
        ]
        for name in names {
            let settings = try place.settings(["COUNTERFOILD_LISTEN_SOCKET": name])
            let error = #expect(throws: DaemonError.self) { _ = try settings.consoleSocketPath() }
            #expect(error?.status == .configuration)
            let sentence = error?.description ?? ""
            #expect(sentence.hasPrefix("listen.socket names "))
            #expect(sentence.contains("the commands of this program") == name.contains("admin"))
            let check = BankCheck(place.folder, configuration: settings, now: place.clock.now())
            #expect(await check.run().findings.contains(sentence), "\(name)")
        }
        // Symptom: the server did not start for a folder that was not there, and `check` said nothing.
        let nowhere = try place.settings(["COUNTERFOILD_LISTEN_SOCKET": place.top + "/run/c.sock"])
        let early = BankCheck(place.folder, configuration: nowhere, now: place.clock.now())
        #expect(await early.run().notes.contains { $0.contains("its folder is not there") })
        let usual = try place.settings().consoleSocketPath()
        #expect(usual == place.folder.consoleSocketPath)
        for name in ["console-2.sock", "tls.sock", "keys.sock", place.top + "/epoch.new"] {
            let settings = try place.settings(["COUNTERFOILD_LISTEN_SOCKET": name])
            #expect(try settings.consoleSocketPath() != nil, "\(name)")
        }
    }

    @Test("certificates are spoken of before their end, and found after it")
    func dates() async throws {
        let place = try await place()
        let soon = TestBank.start.adding(seconds: (TLSFolder.serverDays - 10) * 86_400)
        let early = try await place.check(at: soon)
        #expect(early.findings.isEmpty)
        #expect(early.notes.count == 1)
        #expect(early.notes.first?.contains("ends in 10 days") == true)
        let late = TestBank.start.adding(seconds: (TLSFolder.serverDays + 1) * 86_400)
        let expired = try await place.check(at: late).findings
        #expect(expired.contains { $0.contains("server.pem has expired") })
        let before = TestBank.start.adding(seconds: -86_400)
        // The authority's, the server's and the terminal's.
        #expect(try await place.check(at: before).findings.count == 3)
    }

    @Test("a certificate of another authority, and a key that does not fit, are found")
    func foreignCertificate() async throws {
        let place = try await place()
        let other = try TestPlace()
        try await other.make()
        let theirs = try PrivateFile.read(other.folder.tls.serverPath, byteLimit: 65_536)
        try PrivateFile.write(theirs, to: place.folder.tls.serverPath, mode: 0o644)
        let findings = try await place.check().findings
        #expect(findings.contains { $0.contains("is not the key of") })
        #expect(findings.contains { $0.contains("not signed by the authority") })
    }

    @Test("a renewed certificate is a sound one")
    func renewal() async throws {
        let place = try await place()
        let noPause = Array("[bank]\nlongest_pause_days = 0\n".utf8)
        try PrivateFile.write(noPause, to: place.folder.configurationPath)
        place.clock.advance(seconds: 100 * 86_400)
        #expect(try await place.check().findings.count == 1)
        try place.folder.tls.issueServer(
            names: try place.settings().certificateNames,
            now: place.clock.now()
        )
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a changed byte in the books, and a secret that does not open, are found")
    func books() async throws {
        let place = try await place()
        let opened = try await place.open()
        let users = try await opened.bank.users()
        let (first, second) = try (#require(users.first), #require(users.last))
        let values = try await opened.store.read {
            try $0.sealedValues(.totpSecret, after: nil, limit: 10)
        }
        // Two users' secrets swapped: each is sealed, but for somebody else.
        let swapped = [first.id.rawValue, second.id.rawValue].map { owner in
            SealedValue(
                purpose: .totpSecret,
                ownerBits: owner,
                sealed: values.first { $0.ownerBits != owner }?.sealed ?? []
            )
        }
        try await opened.store.write { transaction in
            for value in swapped { try transaction.update(value) }
        }
        // Beside the running bank, too.
        #expect(try await place.check().findings.contains { $0.contains("does not open") })
        try opened.close()
        #expect(try await place.check().findings.contains { $0.contains("totp-secret") })
    }

    @Test("settings that cannot be read keep nobody from hearing of the rest")
    func noBooks() async throws {
        let place = try await place()
        try PrivateFile.remove(place.folder.booksPath)
        #expect(try await place.check().findings.contains { $0.contains("books") })
        // Symptom: whose books were deleted was told to make a new bank.
        try PrivateFile.write([1], to: place.folder.auditHeadPath)
        let gone = try await place.check().findings.joined()
        #expect(gone.contains("restore a backup") && !gone.contains("init"))
        // Symptom: the same without its head, although the list of its backups was there.
        let folder = place.folder
        for trace in [folder.auditHeadPath, folder.epochPath, folder.backupBookPath] {
            #expect(try await place.check().findings.joined().contains("restore a backup"))
            try PrivateFile.remove(trace)
        }
        #expect(try await place.check().findings.contains { $0.contains("holds no bank") })
    }
}
