// Goal: new passwords are long, unambiguous and not the first ones that are tried; stored ones are
// verified, and only what we stored is read back.
// Method: each rule from both sides; the stored text with each character altered.

import Cryptography
import IdentityCore
import Testing

@Suite("Passwords")
struct PasswordTests {
    private let policy = PasswordPolicy(contextWords: ["Sahyadri", "asha", "rao"])

    private func refusal(of password: String, blocked: String = "") -> PasswordPolicy.Refusal? {
        policy.refusal(of: Array(password.utf8).span) { candidate in
            constantTimeEquals(candidate, Array(blocked.utf8).span)
        }
    }

    @Test(
        "passwords that keep every rule are accepted",
        arguments: [
            "abcdefghijkl", "correct horse battery", "пароль-пароль",
            String(repeating: "x", count: 256), String(repeating: "😀", count: 64),
            "straorao-straorao", "éééééééééééé",
        ]
    )
    func accepted(password: String) {
        #expect(refusal(of: password) == nil)
    }

    @Test(
        "a password that breaks a rule is refused for the first that it breaks",
        arguments: [
            (String(repeating: "x", count: 257), .tooLong),
            ("abcdefghijk", .tooShort), ("", .tooShort), ("éééééé", .tooShort),
            ("abcdefghijk\u{7}", .badText), ("abcdefghijkl\u{1B}", .badText),
            ("abcdefghijkl\u{85}", .badText),
            ("abcdef\u{200B}ghijkl", .invisible), ("\u{FEFF}abcdefghijkl", .invisible),
            ("abcdef\u{AD}ghijkl", .invisible), ("abcdef\u{A0}ghijkl", .invisible),
            ("abcdef\u{2003}ghijkl", .invisible), ("abcdef\u{3164}ghijkl", .invisible),
            (" abcdefghijkl", .outerSpace), ("abcdefghijkl ", .outerSpace),
            ("            ", .outerSpace),
            ("e\u{301}abcdefghijkl", .ambiguousText), ("\u{212B}abcdefghijklm", .ambiguousText),
            ("my-sAhYaDrI-login", .holdsContextWord), ("xxxxxxxxxxxxASHA", .holdsContextWord),
        ] as [(String, PasswordPolicy.Refusal)]
    )
    func refused(password: String, refusal: PasswordPolicy.Refusal) {
        #expect(self.refusal(of: password) == refusal)
        #expect(refusal.sentence.hasSuffix("."))
    }

    @Test("bytes that are no UTF-8 are refused")
    func badUTF8() {
        let bytes = [UInt8](repeating: 0xFF, count: 16)
        #expect(policy.refusal(of: bytes.span) { _ in false } == .badText)
    }

    @Test("the block list is asked, with the password as typed")
    func blockList() {
        #expect(refusal(of: "password1234", blocked: "password1234") == .blocked)
        #expect(refusal(of: "Password1234", blocked: "password1234") == nil)
    }

    private static let salt = (1...16).map { UInt8($0) }

    private func record(_ password: String) -> PasswordRecord {
        PasswordRecord(
            hashing: Array(password.utf8).span,
            salt: Self.salt,
            parameters: .weakForTests
        )
    }

    private func verifies(_ password: String, against record: PasswordRecord) -> Bool {
        record.verify(Array(password.utf8).span)
    }

    @Test("the right password verifies, others do not, nor does any against the decoy")
    func verify() {
        let record = record("correct horse")
        #expect(verifies("correct horse", against: record))
        for wrong in ["", "correct hors", "correct horse ", "Correct horse"] {
            #expect(!verifies(wrong, against: record))
        }
        let decoy = PasswordRecord.decoy(parameters: .weakForTests)
        #expect(!verifies("correct horse", against: decoy))
        #expect(!verifies("", against: decoy))
    }

    @Test("a record at another cost asks to be hashed anew")
    func rehash() {
        let record = record("correct horse")
        #expect(record.needsRehash(to: .standard))
        #expect(!record.needsRehash(to: .weakForTests))
    }

    @Test("stored text comes back as the same record")
    func storedText() throws {
        let record = record("correct horse")
        #expect(record.storedText.hasPrefix("$scrypt$v=1$n=1024,r=8,p=1$AQIDBAUGBwgJCgsMDQ4PEA==$"))
        let read = try #require(PasswordRecord(storedText: record.storedText))
        #expect(read == record)
        #expect(verifies("correct horse", against: read))
    }

    @Test("stored text that we would not print is refused")
    func badStoredText() {
        let text = record("correct horse").storedText
        for index in text.indices {
            #expect(PasswordRecord(storedText: String(text[..<index])) == nil)
        }
        let altered = [
            ("v=1", "v=2"), ("$scrypt", "$Scrypt"), ("n=1024", "n=01024"), ("n=1024", "n=+1024"),
            ("n=1024", "n=1000"), ("n=1024", "n=1073741824"), ("r=8", "r=0"), (",p=1", ""),
            ("r=8,p=1", "p=1,r=8"), ("AQID", "AQI"), ("==$", "=$"), ("$scrypt", "x$scrypt"),
        ]
        for (old, new) in altered {
            let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
            #expect(parts.count == 2)
            #expect(PasswordRecord(storedText: parts.joined(separator: new)) == nil)
        }
        #expect(PasswordRecord(storedText: text + "$") == nil)
    }

    @Test("neither salt nor hash is shown by printing or dumping a record")
    func redaction() {
        let record = record("correct horse")
        var dumped = ""
        dump(record, to: &dumped)
        #expect(!dumped.contains("salt"))
        #expect("\(record)" == "PasswordRecord(redacted)")
    }
}
