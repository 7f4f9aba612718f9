// Goal: scrypt agrees with RFC 7914, and parameters that would harm the host are refused.
// Method: the vectors of §12 that fit the memory limit; each bound from both sides.

import Cryptography
import Testing

@Suite("scrypt")
struct ScryptTests {
    struct Vector: Sendable {
        var password: String
        var salt: String
        var n: UInt64
        var r: UInt32
        var p: UInt32
        var key: String
    }

    static let rfc7914 = [
        Vector(
            password: "",
            salt: "",
            n: 16,
            r: 1,
            p: 1,
            key: """
                77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442
                fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
                """
        ),
        Vector(
            password: "password",
            salt: "NaCl",
            n: 1_024,
            r: 8,
            p: 16,
            key: """
                fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
                2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
                """
        ),
        Vector(
            password: "pleaseletmein",
            salt: "SodiumChloride",
            n: 16_384,
            r: 8,
            p: 1,
            key: """
                7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
                d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
                """
        ),
    ]

    @Test("agrees with RFC 7914", arguments: rfc7914)
    func vectors(vector: Vector) throws {
        let key = Scrypt.deriveKey(
            password: bytes(vector.password).span,
            salt: bytes(vector.salt),
            parameters: try Scrypt.Parameters(n: vector.n, r: vector.r, p: vector.p),
            byteCount: 64
        )
        #expect(key == (try hex(vector.key)))
    }

    @Test(
        "parameters outside the RFC are refused",
        arguments: [
            (0, 8, 1), (1, 8, 1), (3, 8, 1), (1_023, 8, 1), (1_024, 0, 1), (1_024, 8, 0),
            (1 << 16, 1, 1), (1 << 62, 3, 1), (2, 1 << 15, 1 << 15),
        ] as [(UInt64, UInt32, UInt32)]
    )
    func invalid(n: UInt64, r: UInt32, p: UInt32) {
        #expect(throws: CryptographyError.Code.invalidScryptParameters) {
            try code { () throws(CryptographyError) in try Scrypt.Parameters(n: n, r: r, p: p) }
        }
    }

    @Test(
        "parameters that need more than the memory limit are refused",
        arguments: [
            (1 << 18, 8, 1), (1 << 63, 8, 1), (1 << 20, 8, 1), (2, 1 << 29, 1),
            (1 << 10, 8, 1 << 26),
        ] as [(UInt64, UInt32, UInt32)]
    )
    func tooLarge(n: UInt64, r: UInt32, p: UInt32) {
        #expect(throws: CryptographyError.Code.scryptMemoryLimitExceeded) {
            try code { () throws(CryptographyError) in try Scrypt.Parameters(n: n, r: r, p: p) }
        }
    }

    @Test("the largest parameters within the limit do not stop the program")
    func atTheLimit() throws {
        // 128 · r · (N + p + 2) is the limit to the byte.
        let parameters = try Scrypt.Parameters(n: 2, r: 1 << 18, p: 4)
        let key = Scrypt.deriveKey(password: [1].span, salt: [2], parameters: parameters)
        #expect(key.count == 32)
    }

    @Test("the standard parameters pass their own check")
    func standard() throws {
        for parameters in [Scrypt.Parameters.standard, .weakForTests] {
            let checked = try Scrypt.Parameters(n: parameters.n, r: parameters.r, p: parameters.p)
            #expect(checked == parameters)
        }
    }
}

extension CryptographyError.Code: Error {}

/// Turns the error of a call into its bare code, which `#expect(throws:)` can compare.
func code<Value>(_ body: () throws(CryptographyError) -> Value) throws -> Value {
    do {
        return try body()
    } catch {
        throw error.code
    }
}
