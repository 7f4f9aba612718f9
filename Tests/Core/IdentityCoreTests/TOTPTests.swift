// Goal: codes are those of every other authenticator, for the step they belong to and no other.
// Method: the vectors of RFC 4226 appendix D and RFC 6238 appendix B; each step around an instant.

import CoreVocabulary
import Cryptography
import IdentityCore
import Testing

@Suite("TOTP")
struct TOTPTests {
    static let secret = Array("12345678901234567890".utf8)

    struct Vector: Sendable {
        var seconds: Int64
        var sha1: String
        var sha256: String
        var sha512: String
    }

    static let rfc6238 = [
        Vector(seconds: 59, sha1: "94287082", sha256: "46119246", sha512: "90693936"),
        Vector(seconds: 1_111_111_109, sha1: "07081804", sha256: "68084774", sha512: "25091201"),
        Vector(seconds: 1_111_111_111, sha1: "14050471", sha256: "67062674", sha512: "99943326"),
        Vector(seconds: 1_234_567_890, sha1: "89005924", sha256: "91819424", sha512: "93441116"),
        Vector(seconds: 2_000_000_000, sha1: "69279037", sha256: "90698825", sha512: "38618901"),
        Vector(seconds: 20_000_000_000, sha1: "65353130", sha256: "77737706", sha512: "47863826"),
    ]

    // The RFC uses the text "1234567890" over and over, as long as the hash is.
    private func secret(for algorithm: HashAlgorithm) -> [UInt8] {
        (0..<algorithm.byteCount).map { UInt8(ascii: "0") + UInt8(($0 + 1) % 10) }
    }

    @Test("agrees with RFC 6238 appendix B for all three hashes", arguments: rfc6238)
    func published(vector: Vector) throws {
        let expected: [(HashAlgorithm, String)] = [
            (.sha1, vector.sha1), (.sha256, vector.sha256), (.sha512, vector.sha512),
        ]
        for (algorithm, digits) in expected {
            let totp = try #require(TOTP(algorithm: algorithm, digitCount: 8))
            // The last instant lies beyond the year 2262, so the step is counted here.
            let step = TimeStep(number: vector.seconds / 30)
            let code = totp.code(for: step, secret: secret(for: algorithm).span)
            #expect(code.revealedDigits == digits)
        }
    }

    @Test(
        "a step starts at its first instant, before 1970 as after",
        arguments: [-2, 0, 59_000_000]
    )
    func start(number: Int64) {
        let step = TimeStep(number: number)
        let start = TOTP.standard.start(of: step)
        #expect(TOTP.standard.step(at: start) == step)
        let before = Instant(nanosecondsSinceEpoch: start.nanosecondsSinceEpoch - 1)
        #expect(TOTP.standard.step(at: before) == step.previous)
    }

    @Test("agrees with RFC 4226 appendix D")
    func counterBased() {
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ]
        for (counter, digits) in expected.enumerated() {
            let step = TimeStep(number: Int64(counter))
            let code = TOTP.standard.code(for: step, secret: Self.secret.span)
            #expect(code.revealedDigits == digits)
        }
    }

    @Test(
        "an instant lies in the step that began last",
        arguments: [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2), (-1, -1), (-30, -1), (-31, -2)]
    )
    func steps(seconds: Int64, number: Int64) {
        let instant = Instant(secondsSinceEpoch: seconds)
        #expect(TOTP.standard.step(at: instant) == TimeStep(number: number))
    }

    @Test("the codes of this step, the one before and the next match, no other of the ten around")
    func window() {
        let now = Instant(secondsSinceEpoch: 1_700_000_010)
        let current = TOTP.standard.step(at: now).number
        for offset in Int64(-5)...5 {
            let step = TimeStep(number: current + offset)
            let code = TOTP.standard.code(for: step, secret: Self.secret.span)
            #expect(judge(code, at: now) == ((-1...1).contains(offset) ? .accepted(step) : .wrong))
        }
    }

    @Test("another secret's code and a code of other length do not match")
    func otherSecret() throws {
        let now = Instant(secondsSinceEpoch: 1_700_000_010)
        let step = TOTP.standard.step(at: now)
        let other = TOTP.standard.code(for: step, secret: Array("another secret 12345".utf8).span)
        #expect(judge(other, at: now) == .wrong)
        let long = try #require(TOTP(digitCount: 7))
        let code = long.code(for: step, secret: Self.secret.span)
        #expect(judge(code, at: now) == .wrong)
    }

    private func judge(_ code: OneTimeCode, at now: Instant) -> TOTPGuard.Verdict {
        TOTPGuard(totp: .standard)
            .judge(code, at: now, secret: Self.secret.span, usedSteps: UsedSteps())
    }

    @Test(
        "digits and periods outside their range make no authenticator",
        arguments: [(5, 30), (9, 30), (6, 14), (6, 121), (6, 0), (6, -30)] as [(Int, Int64)]
    )
    func ranges(digitCount: Int, periodSeconds: Int64) {
        #expect(TOTP(digitCount: digitCount, periodSeconds: periodSeconds) == nil)
    }

    @Test("typed codes are read with the gap that authenticators show")
    func typed() throws {
        let code = try #require(OneTimeCode("012 345"))
        #expect(code.revealedDigits == "012345")
        #expect(code == OneTimeCode("012345"))
        #expect(code != OneTimeCode("0012345"))
        #expect(OneTimeCode("12345678")?.revealedDigits == "12345678")
        #expect(OneTimeCode("99999999")?.revealedDigits == "99999999")
    }

    @Test(
        "what is not six to eight digits is no code",
        arguments: [
            "", "      ", "12345", "123456789", "12345a", "１２３４５６", "-12345",
            "12345\n6",
        ]
    )
    func untyped(text: String) {
        #expect(OneTimeCode(text) == nil)
    }

    @Test("a code is not shown by printing or dumping it")
    func redaction() throws {
        let code = try #require(OneTimeCode("918273"))
        var dumped = ""
        dump(code, to: &dumped)
        #expect(!"\(code)\(dumped)".contains("918273"))
    }
}
