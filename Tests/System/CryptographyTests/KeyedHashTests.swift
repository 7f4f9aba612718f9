// Goal: HMAC and HKDF agree with their RFCs for every hash function offered.
// Method: the vectors of RFC 2202 §3, RFC 4231 §4 and RFC 5869 appendix A.

import CoreVocabulary
import Cryptography
import Testing

@Suite("HMAC and HKDF")
struct KeyedHashTests {
    struct CodeVector: Sendable {
        var key: String
        var message: String
        var sha256: String
        var sha512: String
    }

    static let rfc4231 = [
        CodeVector(
            key: String(repeating: "0b", count: 20),
            message: "4869205468657265",
            sha256: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            sha512: """
                87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde
                daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854
                """
        ),
        CodeVector(
            key: "4a656665",
            message: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            sha256: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            sha512: """
                164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554
                9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737
                """
        ),
        CodeVector(
            key: String(repeating: "aa", count: 20),
            message: String(repeating: "dd", count: 50),
            sha256: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            sha512: """
                fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39
                bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb
                """
        ),
        CodeVector(
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
            message: String(repeating: "cd", count: 50),
            sha256: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            sha512: """
                b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db
                a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd
                """
        ),
        CodeVector(
            key: String(repeating: "aa", count: 131),
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a
                65204b6579202d2048617368204b6579204669727374
                """,
            sha256: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            sha512: """
                80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352
                6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598
                """
        ),
    ]

    @Test("HMAC agrees with RFC 4231", arguments: rfc4231)
    func codes(vector: CodeVector) throws {
        let key = try hex(vector.key)
        let message = try hex(vector.message)
        #expect(HMAC.code(for: message, key: key, using: .sha256) == (try hex(vector.sha256)))
        #expect(HMAC.code(for: message, key: key, using: .sha512) == (try hex(vector.sha512)))
    }

    @Test("HMAC-SHA-1 agrees with RFC 2202")
    func sha1() throws {
        let key = try hex(String(repeating: "0b", count: 20))
        #expect(
            HMAC.code(for: bytes("Hi There"), key: key, using: .sha1)
                == (try hex("b617318655057264e28bc0b6fb378c8ef146be00"))
        )
    }

    @Test("an empty key and an empty message have a code of their own, not the one before")
    func emptyKey() throws {
        _ = HMAC.code(for: bytes("another message"), key: bytes("another key"))
        #expect(
            HMAC.code(for: [], key: [UInt8]())
                == (try hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"))
        )
    }

    struct KeyVector: Sendable {
        var input: String
        var salt: String
        var info: String
        var output: String
    }

    static let rfc5869 = [
        KeyVector(
            input: String(repeating: "0b", count: 22),
            salt: "000102030405060708090a0b0c",
            info: "f0f1f2f3f4f5f6f7f8f9",
            output: """
                3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf
                34007208d5b887185865
                """
        ),
        KeyVector(
            input: Hex.encode((0x00...0x4F).map { UInt8($0) }),
            salt: Hex.encode((0x60...0xAF).map { UInt8($0) }),
            info: Hex.encode((0xB0...0xFF).map { UInt8($0) }),
            output: """
                b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c
                59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71
                cc30c58179ec3e87c14c01d5c1f3434f1d87
                """
        ),
        KeyVector(
            input: String(repeating: "0b", count: 22),
            salt: "",
            info: "",
            output: """
                8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d
                9d201395faa4b61a96c8
                """
        ),
    ]

    @Test("HKDF agrees with RFC 5869", arguments: rfc5869)
    func keys(vector: KeyVector) throws {
        let expected = try hex(vector.output)
        let input = try hex(vector.input)
        let key = HKDF.deriveKey(
            from: input.span,
            salt: try hex(vector.salt),
            info: try hex(vector.info),
            byteCount: expected.count
        )
        #expect(key.withBytes { constantTimeEquals($0, expected.span) })
    }

    @Test("equality in constant time is equality")
    func equality() {
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(constantTimeEquals([UInt8](), []))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([0, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
        #expect(!constantTimeEquals([], [0]))
    }
}
