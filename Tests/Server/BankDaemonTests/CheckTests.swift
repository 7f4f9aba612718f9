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
        #expect(expired.count == 1)
        #expect(expired.first?.contains("server.pem has expired") == true)
        let before = TestBank.start.adding(seconds: -86_400)
        #expect(try await place.check(at: before).findings.count == 2)
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
        #expect(try await place.check().findings.contains { $0.contains("holds no bank") })
    }
}
