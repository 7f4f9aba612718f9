// Goal: a bank does not begin its work where others could read or change what it lives on.
// Method: modes and links as somebody may have left them, and commands that have to refuse.

import BankTestKit
import Certificates
import Glibc
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Privacy at the start")
struct PrivacyTests {
    @Test("a folder or a key that others may use is refused at the start, with what puts it right")
    func modes() async throws {
        let place = try TestPlace()
        try await place.make()
        let folder = place.folder
        for path in [
            folder.path, folder.keys.path, folder.keys.file(1), folder.booksPath,
            folder.tls.serverKeyPath, folder.configurationPath,
        ] {
            let mode = place.mode(path)
            try #require(chmod(path, mode | 0o040) == 0)
            let error = try await failure { _ = try await place.open() }
            #expect(error.status == .configuration)
            #expect(error.description.contains("chmod \(mode == 0o700 ? "700" : "600") \(path)"))
            try #require(chmod(path, mode) == 0)
        }
        try await place.open().close()
    }

    @Test("a data folder or books behind a link are not followed")
    func links() async throws {
        let place = try TestPlace()
        try await place.make()
        let link = DataFolder(path: place.top + "/link")
        try #require(symlink(place.folder.path, link.path) == 0)
        let error = try await failure { try link.requirePrivate() }
        #expect(error.status == .configuration)
        #expect(error.description.contains("is a link"))
        let backup = try await failure {
            _ = try await BankBackup(link, clock: place.clock)
                .write(to: place.top + "/backup", includesKeys: false)
        }
        #expect(backup.description.contains("is a link"))
        let made = DataFolder(path: place.top + "/new")
        try #require(symlink(place.top, made.path) == 0)
        #expect(throws: DaemonError.self) { try made.make() }

        let books = place.folder.booksPath
        try #require(rename(books, place.top + "/books") == 0)
        try #require(symlink(place.top + "/books", books) == 0)
        let opened = try await failure { _ = try await place.open() }
        #expect(opened.description.contains("\(books) is a link"))
    }

    @Test("a backup goes through no link, and what is wrong is said of the file that was named")
    func backups() async throws {
        let place = try TestPlace()
        try await place.make()
        func backup(to path: String) async throws -> DaemonError {
            try await failure {
                _ = try await BankBackup(place.folder, clock: place.clock)
                    .write(to: path, includesKeys: false)
            }
        }
        let dangling = place.top + "/dangling"
        try #require(symlink(place.top + "/target", dangling) == 0)
        #expect(try await backup(to: dangling).status == .cannotCreate)
        #expect(!PrivateFile.exists(place.top + "/target"))
        let missing = place.top + "/no/backup"
        let error = try await backup(to: missing)
        #expect(error.status == .cannotCreate)
        #expect(error.description.hasPrefix("There is no folder \(place.top)/no for the backup."))
    }

    // Symptom: a backup went through a link in a folder into which everybody may write. Cause: only the
    // last part of a path was looked at.
    @Test("a link on the way is followed where nobody else could replace it, and nowhere else")
    func linksOnTheWay() async throws {
        let place = try TestPlace()
        try await place.make()
        let (shared, target) = (place.top + "/shared", place.top + "/target")
        for folder in [shared, target] { try PrivateFile.makeFolder(folder) }
        try #require(symlink("../target", shared + "/link") == 0)
        func backup(to path: String) async throws -> [String] {
            try await BankBackup(place.folder, clock: place.clock)
                .write(to: path, includesKeys: true)
        }
        let through = shared + "/link/backup"
        #expect(try await backup(to: through).first == through)
        #expect(PrivateFile.exists(target + "/backup"))
        // A second link, whose folder is reached by the first.
        try #require(symlink(place.top, target + "/up") == 0)
        let made = DataFolder(path: shared + "/link/up/made")
        for mode in [0o777, 0o770] as [mode_t] {
            try #require(chmod(target, mode) == 0)
            let open = try await failure { _ = try await backup(to: shared + "/link/other") }
            #expect(open.status == .configuration)
            #expect(open.description.hasPrefix("Others may change \(target), so they could put"))
            #expect(open.description.hasSuffix("Put it right with: chmod go-w \(target)"))
            #expect(!PrivateFile.exists(target + "/other"))
            let second = try await failure { _ = try made.make() }
            #expect(second.status == .configuration)
            #expect(second.description.hasPrefix("\(target)/up is a link that another user made"))
            try #require(chmod(target, 0o700) == 0 && chmod(shared, mode) == 0)
            let written = try await failure { _ = try await backup(to: shared + "/link/third") }
            #expect(written.status == .configuration)
            #expect(written.description.hasPrefix("\(shared)/link is a link that another user"))
            #expect(!PrivateFile.exists(target + "/third"))
            let restoration = BankRestoration(made, clock: place.clock, log: place.log)
            let read = try await failure { _ = try await restoration.restore(from: through) }
            #expect(read.description == written.description)
            let folder = DataFolder(path: shared + "/link/up/bank")
            let opened = try await failure { try folder.requirePrivate() }
            #expect(opened.description == written.description)
            try #require(chmod(shared, 0o700) == 0)
        }
        #expect(!PrivateFile.exists(place.top + "/made"))
        try DataFolder(path: shared + "/link/up/bank").requirePrivate()
    }

    @Test(
        "a link on the way that another user owns is followed by nobody",
        .enabled(if: geteuid() == 0, "links are given away by root alone")
    )
    func strangeLink() throws {
        let place = try TestPlace()
        let (shared, target) = (place.top + "/shared", place.top + "/target")
        for folder in [shared, target] { try PrivateFile.makeFolder(folder) }
        try #require(symlink("../target", shared + "/link") == 0)
        try PrivateFile.makeFolder(target + "/backup")
        let through = shared + "/link/backup"
        try PrivacyFault.requireOwnWay(to: through)
        try #require(lchown(shared + "/link", 12_345, 12_345) == 0)
        #expect(throws: DaemonError.self) { try PrivacyFault.requireOwnWay(to: through) }
    }

    // Symptom: `serve` followed a link at `tls`, and took an authority that others may change, while
    // `check` called them wrong. Cause: of the certificates the start looked at the keys alone.
    @Test("certificates, their folders and the list of backups are changed by their owner alone")
    func certificates() async throws {
        let place = try TestPlace()
        try await place.make()
        let (folder, tls) = (place.folder, place.folder.tls)
        for path in [
            tls.path, tls.devicesPath, tls.authorityPath, tls.serverPath, folder.backupBookPath,
        ] {
            let mode = place.mode(path)
            try #require(chmod(path, mode | 0o022) == 0)
            let changed = try await failure { _ = try await place.open() }
            #expect(changed.status == .configuration)
            #expect(changed.description.contains("\(path). Put it right with: chmod "))
            #expect(try await place.check().findings.contains(changed.description))
            try #require(chmod(path, mode) == 0)

            let aside = place.top + "/aside"
            try #require(rename(path, aside) == 0 && symlink(aside, path) == 0)
            let linked = try await failure { _ = try await place.open() }
            #expect(linked.status == .configuration)
            #expect(linked.description.hasPrefix("\(path) is a link, and none is followed."))
            #expect(try await place.check().findings.contains(linked.description))
            try PrivateFile.remove(path)
            try #require(rename(aside, path) == 0)
        }
        try await place.open().close()
    }

    // Symptom: of a certificate with the mode 755 it was said that others may change it. Cause: every bit
    // beyond the usual mode counted as that.
    @Test("a mode is a fault by what it lets others do, and that is what the sentence says")
    func sentences() async throws {
        let place = try TestPlace()
        try await place.make()
        let tls = place.folder.tls
        let cases: [(path: String, kind: PrivacyFault.Kind, mode: mode_t, deed: String?)] = [
            (tls.serverPath, .certificate, 0o755, nil), (tls.serverPath, .certificate, 0o645, nil),
            (tls.serverPath, .certificate, 0o664, "change"),
            (tls.serverPath, .certificate, 0o646, "change"),
            (tls.serverKeyPath, .file, 0o711, nil), (tls.serverKeyPath, .file, 0o640, "read"),
            (tls.serverKeyPath, .file, 0o604, "read"), (tls.serverKeyPath, .file, 0o620, "change"),
            (tls.serverKeyPath, .file, 0o666, "read and change"), (tls.path, .folder, 0o711, "use"),
        ]
        for (path, kind, mode, deed) in cases {
            let usual = place.mode(path)
            try #require(chmod(path, mode) == 0)
            let said = PrivacyFault(path, kind)?.description
            let right = String(usual, radix: 8)
            let due = deed.map {
                "Others than its owner may \($0) \(path). Put it right with: chmod \(right) \(path)"
            }
            #expect(said == due, "\(path), \(String(mode, radix: 8))")
            try #require(chmod(path, usual) == 0)
        }
        try await place.open().close()
    }

    @Test("files for TLS that the settings name elsewhere are held to the same rule")
    func chosenFiles() async throws {
        let place = try TestPlace()
        try await place.make()
        let tls = place.folder.tls
        let file = place.top + "/elsewhere"
        let chosen: [(variable: String, source: String, mode: mode_t)] = [
            ("KEY", tls.serverKeyPath, 0o640), ("CERTIFICATE", tls.serverPath, 0o664),
            ("AUTHORITY", tls.authorityPath, 0o664),
        ]
        for (variable, source, mode) in chosen {
            try PrivateFile.copy(source, to: file)
            let settings = try place.settings(["COUNTERFOILD_TLS_\(variable)": file])
            try settings.requirePrivateTLS()
            try #require(chmod(file, mode) == 0)
            let error = try await failure { try settings.requirePrivateTLS() }
            #expect(error.status == .configuration)
            #expect(error.description.hasPrefix("Others than its owner may "))
            let check = BankCheck(place.folder, configuration: settings, now: place.clock.now())
            #expect(await check.run().findings.contains(error.description))
            try PrivateFile.remove(file)
            try #require(mkfifo(file, 0o600) == 0)
            let pipe = try await failure { try settings.requirePrivateTLS() }
            #expect(pipe == DaemonError("\(file) is no file.", .configuration))
            try PrivateFile.remove(file)
        }
        try place.settings().requirePrivateTLS()
    }

    // Symptom: `serve` listened in a folder into which everybody may write, and `check` found nothing;
    // another user put his socket there. Cause: of the socket only its own mode was looked at.
    @Test("a socket for consoles lies where nobody else puts another in its place")
    func socketPlace() async throws {
        let place = try TestPlace()
        try await place.make()
        let folder = place.top + "/run"
        try PrivateFile.makeFolder(folder)
        let settings = try place.settings(["COUNTERFOILD_LISTEN_SOCKET": folder + "/x.sock"])
        func findings() async -> [String] {
            await BankCheck(place.folder, configuration: settings, now: place.clock.now()).run()
                .findings
        }
        for path in [folder, place.top] {
            for mode in [0o777, 0o775] as [mode_t] {
                try #require(chmod(path, mode) == 0)
                let error = try await failure { try settings.requireOwnSocketPlace() }
                #expect(error.status == .configuration)
                #expect(error.description.hasPrefix("Others may change \(path), so they could"))
                #expect(error.description.hasSuffix("chmod go-w \(path)"))
                // On the way to the bank too, the folder is told of as what makes the bank unsafe.
                let told = path == folder ? error.description : "Others may change \(path)"
                #expect(await findings().contains { $0.hasPrefix(told) })
            }
            // As in /tmp, where others replace nothing; the console looks at whose socket it finds.
            try #require(chmod(path, 0o1777) == 0)
            try settings.requireOwnSocketPlace()
            // In the bank's own folder it is as safe as the books.
            try place.settings().requireOwnSocketPlace()
            try #require(chmod(path, 0o700) == 0)
        }
        try settings.requireOwnSocketPlace()
        #expect(await findings().allSatisfy { !$0.contains(folder) })
    }

    @Test(
        "a socket for consoles lies in no folder of another user",
        .enabled(if: geteuid() == 0, "folders are given away by root alone")
    )
    func strangeSocketPlace() async throws {
        let place = try TestPlace()
        try await place.make()
        let folder = place.top + "/run"
        try PrivateFile.makeFolder(folder)
        let settings = try place.settings(["COUNTERFOILD_LISTEN_SOCKET": folder + "/x.sock"])
        try settings.requireOwnSocketPlace()
        try #require(lchown(folder, 12_345, 12_345) == 0)
        let strange = try await failure { try settings.requireOwnSocketPlace() }
        #expect(strange.description.hasPrefix("\(folder) belongs to another user, who could put"))
    }

    @Test("a file in the place of the socket for commands stays")
    func adminSocket() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.adminSocketPath
        try PrivateFile.write([1, 2, 3], to: path)
        let error = try await failure { _ = try AdminSocket.listen(at: path) }
        #expect(error.status == .configuration)
        #expect(try PrivateFile.read(path, byteLimit: 9) == [1, 2, 3])
        try PrivateFile.remove(path)
        try AdminSocket.listen(at: path).close()
        try AdminSocket.listen(at: path).close()
    }

    // Symptom: `init --fixture` failed for a fixture with 207 users. Cause: all were added at once,
    // and a bank lets only so many wait to be hashed. Proof: a fixture with so many is loaded.
    @Test("a bank can be made of a fixture with hundreds of users")
    func manyUsers() async throws {
        let place = try TestPlace()
        let fixture = place.top + "/fixture"
        try #require(mkdir(fixture, 0o700) == 0)
        let people = (1...207).map { number in
            """
            [[person]]
            user = "member-\(number)"
            role = "customer"
            name = "Member \(number)"
            password = "tall palms by the river"
            totp-secret = "7IQWZ656WAVFE2LRAPNWBGKV3VWR5O4U"
            totp-algorithm = "SHA1"
            """
        }
        let files = Self.smallBank.merging(["people.toml": people.joined(separator: "\n")]) { $1 }
        for (name, text) in files {
            try PrivateFile.write(Array(text.utf8), to: "\(fixture)/\(name)")
        }
        let terminal = try #require(DeviceName("branch-1"))
        try await BankMaker(place.folder, clock: place.clock, log: place.log)
            .make(fixture: fixture, terminal: terminal, configuration: .forTests)
        let opened = try await place.open()
        #expect(try await opened.bank.users().count == 207)
        try opened.close()
    }

    private static let smallBank = [
        "bank.toml": """
        schema = 1
        name = "Small Bank"
        seed = 7
        first-day = "2026-11-01"
        last-day = "2026-11-20"
        utc-offset-minutes = 330

        [[internal]]
        key = "neft"
        name = "NEFT settlement"
        currency = "INR"
        """,
        "accounts.toml": """
        [[account]]
        key = "savings"
        owner = "member-1"
        holder = "Member 1"
        product = "Savings"
        number = "50100478287548"
        branch = "SHYD0000101"
        currency = "INR"
        opening = "100.00"
        minimum = "-5.00"
        """,
        "payees.toml": """
        [[payee]]
        user = "member-1"
        account = "savings"
        name = "Myself"
        """,
        "activity.toml": """
        [[regular]]
        account = "savings"
        through = "neft"
        direction = "in"
        day = 1
        least = "10.00"
        most = "10.00"
        counterparty = "Work"
        reference = "SALARY"
        """,
    ]
}
