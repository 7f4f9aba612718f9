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
            .make(BankMaker.Plan(fixture: fixture, terminal: terminal), configuration: .forTests)
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
