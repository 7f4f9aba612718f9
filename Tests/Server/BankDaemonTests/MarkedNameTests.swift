import BankTestKit
import Glibc
import IdentityCore
import Testing

@testable import BankDaemon

/// Goal: names of files, and of the bank, are taken apart where others take them apart.
///
/// Method: a mark after each separator, which to Swift makes another character of it.
struct MarkedNameTests {
    private func make(_ path: String) throws {
        let descriptor = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        close(descriptor)
    }

    @Test("the last part of a path may begin with a mark")
    func lastPart() {
        #expect(PrivateFile.name(of: "/a/\u{301}b") == Array("\u{301}b".utf8))
        #expect(PrivateFile.name(of: "/a/\u{301}b/") == Array("\u{301}b".utf8))
        #expect(PrivateFile.name(of: "/").isEmpty)
    }

    // Symptom: copies of the books and of keys with such a name were not looked at. Cause: to Swift the
    // last letter of the name that is looked for has another form.
    @Test("a file with a mark after its name is one of the books, or of the keys")
    func files() throws {
        let place = try TestPlace()
        let folder = place.folder
        for path in [folder.path, folder.tls.path] { try PrivateFile.makeFolder(path) }
        let books = folder.booksPath + "\u{301}"
        let key = folder.tls.path + "/server.key\u{301}"
        for path in [books, key] { try make(path) }
        #expect(folder.bookFiles == [books])
        #expect(folder.keyFiles == [key])
    }

    @Test("a bank whose name has a colon is an issuer without one, whatever mark follows it")
    func issuer() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let opened = try await place.open()
        let settings = try place.settings(["COUNTERFOILD_BANK_NAME": "A:\u{301}B"])
        let desk = AdminDesk(opened, settings: settings, clock: place.clock)
        let lines = try await desk.carryOut(.resetTOTP("asha")) { _ in }
        let uri = try OTPAuthURI(parsing: try #require(lines.last))
        #expect(!uri.issuer.unicodeScalars.contains(":"))
        #expect(uri.issuer.hasPrefix("A"))
        try opened.close()
    }
}
