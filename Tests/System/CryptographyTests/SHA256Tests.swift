// Goal: SHA-256 agrees with the published vectors, whole and in pieces, on any thread.
// Method: the examples of FIPS 180-4, and each split of a message against the whole.

import CoreVocabulary
import Cryptography
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "agrees with the examples of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func vectors(message: String, digest: String) throws {
        #expect(SHA256.digest(of: bytes(message)).bytes == (try hex(digest)))
        #expect(Digest256(hashing: bytes(message)).description == digest)
    }

    @Test("a million letters in pieces give the published digest")
    func millionLetters() {
        var hash = SHA256()
        let piece = [UInt8](repeating: 0x61, count: 1_000)
        for _ in 0..<1_000 { hash.update(piece) }
        #expect(
            hash.finalize().description
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }

    @Test("each split of a message gives the digest of the whole")
    func splits() {
        let message = (0..<200).map { UInt8($0) }
        for split in 0...message.count {
            var hash = SHA256()
            hash.update(Array(message[..<split]))
            hash.update(Array(message[split...]))
            #expect(hash.finalize() == Digest256(hashing: message))
        }
    }

    @Test("the same digest comes out on many threads at once")
    func threads() async {
        let message = bytes("one row of the ledger")
        let expected = Digest256(hashing: message)
        let agreed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<1_000).allSatisfy { _ in Digest256(hashing: message) == expected }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(agreed)
    }

    @Test("a digest keeps the bytes it is made of, and takes 32 and no other number")
    func digestBytes() throws {
        let source = (1...32).map { UInt8($0) }
        let digest = try #require(Digest256(source))
        #expect(digest.bytes == source)
        #expect(digest.description == Hex.encode(source))
        #expect(digest.withBytes { $0.count } == 32)
        #expect(Digest256(source.dropLast()) == nil)
        #expect(Digest256(source + [0]) == nil)
        #expect(Digest256.zero.bytes == [UInt8](repeating: 0, count: 32))
    }
}
