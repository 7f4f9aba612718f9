// Goal: AES-256-GCM agrees with the published vectors, opens only what was sealed, and never
// repeats a nonce.
// Method: test cases 13 to 16 of the GCM specification (McGrew and Viega, appendix B), each
// single flipped bit, and the nonces of many seals.

import CoreVocabulary
import Testing

@testable import Cryptography

@Suite("AES-256-GCM")
struct AES256GCMTests {
    struct Vector: Sendable {
        var key: String
        var nonce: String
        var plaintext: String
        var associatedData: String
        var ciphertext: String
        var tag: String
    }

    private static let longKey = String(repeating: "feffe9928665731c6d6a8f9467308308", count: 2)
    private static let longText = """
        d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
        1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
        """
    private static let longCipher = """
        522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
        8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
        """

    static let vectors = [
        Vector(
            key: String(repeating: "00", count: 32),
            nonce: String(repeating: "00", count: 12),
            plaintext: "",
            associatedData: "",
            ciphertext: "",
            tag: "530f8afbc74536b9a963b4f1c4cb738b"
        ),
        Vector(
            key: String(repeating: "00", count: 32),
            nonce: String(repeating: "00", count: 12),
            plaintext: String(repeating: "00", count: 16),
            associatedData: "",
            ciphertext: "cea7403d4d606b6e074ec5d3baf39d18",
            tag: "d0d1c8a799996bf0265b98b5d48ab919"
        ),
        Vector(
            key: longKey,
            nonce: "cafebabefacedbaddecaf888",
            plaintext: longText + "1aafd255",
            associatedData: "",
            ciphertext: longCipher + "898015ad",
            tag: "b094dac5d93471bdec1a502270e3cc6c"
        ),
        Vector(
            key: longKey,
            nonce: "cafebabefacedbaddecaf888",
            plaintext: longText,
            associatedData: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            ciphertext: longCipher,
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ]

    @Test("agrees with the published vectors both ways", arguments: vectors)
    func published(vector: Vector) throws {
        let bytes = try hex(vector.key)
        let nonce = try hex(vector.nonce)
        let key = try AES256GCM.Key(bytes.span, firstNonce: nonce)
        let plaintext = try hex(vector.plaintext)
        let data = try hex(vector.associatedData)
        let sealed = key.seal(plaintext, associatedData: data)
        #expect(sealed == nonce + (try hex(vector.ciphertext)) + (try hex(vector.tag)))
        #expect(key.open(sealed, associatedData: data) == plaintext)
    }

    private func sampleKey() throws -> AES256GCM.Key {
        try AES256GCM.Key(SecureRandom.bytes(32).span)
    }

    @Test("each flipped bit is refused, and so is each shorter text")
    func flippedBits() throws {
        let key = try sampleKey()
        let data = bytes("account 7, row 3")
        let sealed = key.seal(bytes("a sealed row"), associatedData: data)
        for bit in 0..<sealed.count * 8 {
            var altered = sealed
            altered[bit / 8] ^= 1 << (bit % 8)
            #expect(key.open(altered, associatedData: data) == nil)
        }
        for count in 0..<sealed.count {
            #expect(key.open(Array(sealed[..<count]), associatedData: data) == nil)
        }
        #expect(key.open(sealed, associatedData: data) == bytes("a sealed row"))
    }

    @Test("another row's data and another key are refused")
    func otherData() throws {
        let key = try sampleKey()
        let sealed = key.seal([1, 2, 3], associatedData: [7])
        #expect(key.open(sealed, associatedData: [8]) == nil)
        #expect(key.open(sealed, associatedData: []) == nil)
        #expect(try sampleKey().open(sealed, associatedData: [7]) == nil)
    }

    @Test("a second handle of the same key opens what the first sealed")
    func secondHandle() throws {
        let secret = SharedSecret(randomByteCount: 32)
        let sealed = try AES256GCM.Key(secret).seal([1, 2, 3], associatedData: [7])
        #expect(try AES256GCM.Key(secret).open(sealed, associatedData: [7]) == [1, 2, 3])
    }

    @Test("100,000 seals use 100,000 nonces")
    func nonces() throws {
        let key = try sampleKey()
        var seen: Set<[UInt8]> = []
        for _ in 0..<100_000 {
            seen.insert(Array(key.seal([], associatedData: []).prefix(12)))
        }
        #expect(seen.count == 100_000)
    }

    @Test("two handles of one key start at different nonces")
    func handleNonces() throws {
        let secret = SharedSecret(randomByteCount: 32)
        let first = try AES256GCM.Key(secret).seal([], associatedData: []).prefix(12)
        let second = try AES256GCM.Key(secret).seal([], associatedData: []).prefix(12)
        #expect(first != second)
    }

    @Test("the nonce counts on over all of its 96 bits")
    func nonceCarry() throws {
        let secret = SecureRandom.bytes(32)
        let first = [0, 0, 0, 1] + [UInt8](repeating: 0xFF, count: 8)
        let key = try AES256GCM.Key(secret.span, firstNonce: first)
        #expect(Array(key.seal([], associatedData: []).prefix(12)) == first)
        let second = [0, 0, 0, 2] + [UInt8](repeating: 0, count: 8)
        #expect(Array(key.seal([], associatedData: []).prefix(12)) == second)
    }

    @Test("a key of another length is refused", arguments: [0, 16, 31, 33])
    func keyLength(count: Int) {
        let bytes = [UInt8](repeating: 1, count: count)
        #expect(throws: CryptographyError.Code.invalidKeyLength) {
            try code { () throws(CryptographyError) in try AES256GCM.Key(bytes.span) }
        }
    }

    @Test("one handle serves many threads")
    func threads() async throws {
        let key = try sampleKey()
        let agreed = await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).allSatisfy { row in
                        let text = [UInt8(task), UInt8(row & 0xFF)]
                        let sealed = key.seal(text, associatedData: [UInt8(task)])
                        return key.open(sealed, associatedData: [UInt8(task)]) == text
                    }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(agreed)
    }
}
