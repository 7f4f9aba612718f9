import CoreVocabulary
import Cryptography
import SyncCore
import Testing

// Goal: a cursor is taken back only as it was given, and only from whom it was given to.
// Method: each field of a signed cursor changed by itself; the text form there and back.

@Suite struct CursorSealTests {
    private let seal = CursorSeal(
        key: SharedSecret(copying: Array(repeating: UInt8(7), count: CursorSeal.keyByteCount).span)
    )
    private let user = UserID(rawValue: 11)

    private var cursor: Cursor {
        seal.sealed(epoch: 5, feedSequence: 900, scopeVersion: 3, for: user)
    }

    @Test("a cursor is valid for its user, also after its text form")
    func valid() throws {
        #expect(seal.isValid(cursor, for: user))
        let read = try #require(Cursor(text: cursor.text))
        #expect(read == cursor)
        #expect(seal.isValid(read, for: user))
    }

    @Test("a cursor with one field changed, another user's, or under another key is not valid")
    func invalid() {
        let mac = cursor.mac
        let forged = [
            Cursor(epoch: 6, feedSequence: 900, scopeVersion: 3, mac: mac),
            Cursor(epoch: 5, feedSequence: 901, scopeVersion: 3, mac: mac),
            Cursor(epoch: 5, feedSequence: 900, scopeVersion: 4, mac: mac),
            Cursor(epoch: 5, feedSequence: 900, scopeVersion: 3, mac: mac ^ 1),
            Cursor(epoch: 5, feedSequence: 900, scopeVersion: 3),
        ]
        for cursor in forged { #expect(!seal.isValid(cursor, for: user)) }
        #expect(!seal.isValid(cursor, for: UserID(rawValue: 12)))
        let other = CursorSeal(
            key: SharedSecret(copying: Array(repeating: UInt8(8), count: 32).span)
        )
        #expect(!other.isValid(cursor, for: user))
    }

    @Test(
        "text that no cursor prints is refused",
        arguments: [
            "", "v1", "v2.0000000000000005.1.0.00000000000000000000000000000000",
            "v1.0000000000000005.01.0.00000000000000000000000000000000",
            "v1.0000000000000005.-1.0.00000000000000000000000000000000",
            "v1.000000000000000A.1.0.00000000000000000000000000000000",
            "v1.0000000000000005.1.0.0000000000000000000000000000000",
            "v1.0000000000000005.1.0.00000000000000000000000000000000.",
        ]
    )
    func text(_ text: String) {
        #expect(Cursor(text: text) == nil)
    }
}
