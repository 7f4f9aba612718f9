// Goal: Ed25519 agrees with its RFC, and takes no signature that is not exactly right.
// Method: the vectors of RFC 8032 §7.1, and each of them with one thing changed.

import CoreVocabulary
import Cryptography
import Testing

@Suite("Ed25519")
struct Ed25519Tests {
    struct Vector: Sendable {
        var seed: String
        var publicKey: String
        var message: String
        var signature: String
    }

    static let rfc8032 = [
        Vector(
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            message: "",
            signature: """
                e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
                5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
                """
        ),
        Vector(
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature: """
                92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
                085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
                """
        ),
        Vector(
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            message: "af82",
            signature: """
                6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
                18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
                """
        ),
        Vector(
            seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            message: """
                ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
                2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f
                """,
            signature: """
                dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589
                09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704
                """
        ),
    ]

    private func privateKey(_ digits: String) throws -> Ed25519.PrivateKey {
        let bytes = try hex(digits)
        let seed = SharedSecret(copying: bytes.span)
        return try Ed25519.PrivateKey(seed: seed)
    }

    @Test("keys and signatures agree with RFC 8032", arguments: rfc8032)
    func vectors(vector: Vector) throws {
        let key = try privateKey(vector.seed)
        let message = try hex(vector.message)
        #expect(key.publicKey.rawBytes == (try hex(vector.publicKey)))
        #expect(key.sign(message) == (try hex(vector.signature)))
        #expect(key.publicKey.isValid(signature: try hex(vector.signature), for: message))
    }

    @Test("a signature with any bit flipped is refused")
    func flippedBits() throws {
        let vector = Self.rfc8032[2]
        let publicKey = try privateKey(vector.seed).publicKey
        let message = try hex(vector.message)
        let signature = try hex(vector.signature)
        for bit in 0..<signature.count * 8 {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!publicKey.isValid(signature: changed, for: message), "bit \(bit)")
        }
    }

    @Test("another message, another key and another length are refused")
    func otherInput() throws {
        let vector = Self.rfc8032[2]
        let key = try privateKey(vector.seed)
        let message = try hex(vector.message)
        let signature = key.sign(message)
        #expect(!key.publicKey.isValid(signature: signature, for: message + [0]))
        #expect(!key.publicKey.isValid(signature: signature, for: []))
        #expect(!key.publicKey.isValid(signature: Array(signature.dropLast()), for: message))
        #expect(!key.publicKey.isValid(signature: signature + [0], for: message))
        #expect(!key.publicKey.isValid(signature: [], for: message))
        let other = Ed25519.PrivateKey.generate()
        #expect(!other.publicKey.isValid(signature: signature, for: message))
    }

    @Test("bytes that are no point of the curve accept nothing")
    func noPoint() throws {
        let key = try #require(Ed25519.PublicKey(rawBytes: [UInt8](repeating: 0xFF, count: 32)))
        let signature = Ed25519.PrivateKey.generate().sign([1])
        #expect(!key.isValid(signature: signature, for: [1]))
    }

    @Test("a key of any other length is refused")
    func lengths() {
        #expect(Ed25519.PublicKey(rawBytes: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(Ed25519.PublicKey(rawBytes: []) == nil)
        let long = SharedSecret(randomByteCount: 33)
        #expect(throws: CryptographyError.self) { _ = try Ed25519.PrivateKey(seed: long) }
    }

    @Test("a generated key is new, comes back from its seed, and outlives a wiped one")
    func generation() throws {
        let key = Ed25519.PrivateKey.generate()
        let again = try Ed25519.PrivateKey(seed: SharedSecret(key.seed.duplicate()))
        #expect(key.publicKey == again.publicKey)
        #expect(key.publicKey != Ed25519.PrivateKey.generate().publicKey)
        again.seed.wipe()
        #expect(key.publicKey.isValid(signature: again.sign([7]), for: [7]))
    }
}
