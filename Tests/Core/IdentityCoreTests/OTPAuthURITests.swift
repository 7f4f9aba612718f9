// Goal: an authenticator reads our URI, and we read what others write.
// Method: the printed form letter by letter, round trips, and one broken text for each rule.

import Cryptography
import IdentityCore
import Testing

@Suite("otpauth URI")
struct OTPAuthURITests {
    private let secret = Array("12345678901234567890".utf8)

    @Test("label and issuer are percent-encoded, the secret is unpadded Base32")
    func printing() throws {
        let uri = try OTPAuthURI(
            issuer: "Sahyadri Bank",
            accountName: "asha@branch 7",
            secret: secret
        )
        #expect(
            uri.revealedText
                == "otpauth://totp/Sahyadri%20Bank:asha%40branch%207"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sahyadri%20Bank"
                + "&algorithm=SHA1&digits=6&period=30"
        )
    }

    @Test("every kind of code and every kind of name comes back")
    func roundTrip() throws {
        // Without an issuer the format cannot say a name that holds a colon.
        let names = [
            ("सह्याद्री", "a:b"), ("", "plain"), ("A&B=C?#%", "x y+z/é"),
        ]
        for algorithm in HashAlgorithm.allCases {
            for digitCount in 6...8 {
                for (issuer, name) in names {
                    let totp = try #require(
                        TOTP(algorithm: algorithm, digitCount: digitCount, periodSeconds: 60)
                    )
                    let uri = try OTPAuthURI(
                        issuer: issuer,
                        accountName: name,
                        secret: secret,
                        totp: totp
                    )
                    #expect(try OTPAuthURI(parsing: uri.revealedText) == uri)
                }
            }
        }
    }

    @Test("left-out parameters have the values that authenticators give them")
    func defaults() throws {
        let uri = try OTPAuthURI(
            parsing:
                "otpauth://totp/Bank:%20asha?secret=gezd gnbv gy3t qojq gezd gnbv gy3t qojq&x=1"
        )
        #expect(uri.issuer == "Bank")
        #expect(uri.accountName == "asha")
        #expect(uri.secret == secret)
        #expect(uri.totp == .standard)
    }

    @Test(
        "a text that breaks a rule is refused for that rule",
        arguments: [
            ("otpauth://hotp/a?secret=X", .notTimeBased),
            ("https://totp/a", .notTimeBased),
            ("", .notTimeBased),
            ("otpauth://totp/a%2?secret=$", .badEncoding),
            ("otpauth://totp/a%FF?secret=$", .badEncoding),
            ("otpauth://totp/a?secret", .badEncoding),
            ("otpauth://totp/?secret=$", .badLabel),
            ("otpauth://totp/Bank:?secret=$", .badLabel),
            ("otpauth://totp/a?secret=$&issuer=b%3Ac", .badLabel),
            ("otpauth://totp/a", .badSecret),
            ("otpauth://totp/a?secret=GEZDGNBV", .badSecret),
            ("otpauth://totp/a?secret=!!!", .badSecret),
            ("otpauth://totp/a?secret=$&algorithm=MD5", .badAlgorithm),
            ("otpauth://totp/a?secret=$&digits=5", .badNumber),
            ("otpauth://totp/a?secret=$&digits=six", .badNumber),
            ("otpauth://totp/a?secret=$&period=0", .badNumber),
            ("otpauth://totp/B:a?secret=$&issuer=C", .contradiction),
            ("otpauth://totp/a?secret=$&secret=$", .contradiction),
        ] as [(String, OTPAuthURI.Refusal)]
    )
    func refused(text: String, refusal: OTPAuthURI.Refusal) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        let filled = parts.joined(separator: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(throws: refusal) { try OTPAuthURI(parsing: filled) }
    }

    // Symptom: a bank whose name had a colon with a mark after it made a URI in which authenticators found
    // another issuer. Cause: to Swift such a colon is another character.
    @Test("a mark after a separator makes it no other")
    func marks() throws {
        #expect(throws: OTPAuthURI.Refusal.badLabel) {
            try OTPAuthURI(issuer: "A:\u{301}B", accountName: "asha", secret: secret)
        }
        let encoded = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        let uri = try OTPAuthURI(
            parsing: "otpauth://totp/A:\u{301}b?\u{301}x=1&\u{301}y=2&secret=\(encoded)"
        )
        #expect(uri.issuer == "A")
        #expect(uri.accountName == "\u{301}b")
        let twice = "otpauth://totp/a?secret=\(encoded)&issuer=\u{301}B&issuer=C"
        #expect(throws: OTPAuthURI.Refusal.contradiction) { try OTPAuthURI(parsing: twice) }
    }

    @Test("the secret is not shown by printing or dumping the URI")
    func redaction() throws {
        let uri = try OTPAuthURI(issuer: "Bank", accountName: "asha", secret: secret)
        var dumped = ""
        dump(uri, to: &dumped)
        #expect("\(uri)" == "OTPAuthURI(redacted)")
        #expect(!dumped.contains("49"))
    }
}
