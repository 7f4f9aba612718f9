import CoreVocabulary
import Cryptography
import IdentityCore
import Testing

/// Goal: a token is what we print, for as long as it says, and nothing else is a token.
///
/// Method: the form spelled out by hand; every attack of RFC 8725 as a row, each signed with the
/// right key where that is possible, so that nothing but the rule under test refuses it.
struct AccessTokenTests {
    private typealias Change = (name: String, from: String, to: String, refusal: TokenRefusal)

    @Test("a token reads back as it was made")
    func roundTrip() throws {
        let samples = try TokenSamples()
        for role in Role.allCases {
            for terminal in [nil, "branch-7/till-2"] {
                let token = samples.token(role: role, terminal: terminal)
                let bytes = token.signed(with: samples.key, keyID: TokenSamples.keyID)
                #expect(samples.read(bytes) == .success(token))
            }
        }
    }

    @Test("the printed form is the one that is written down here")
    func form() throws {
        let samples = try TokenSamples()
        let byHand = samples.signed(header: TokenSamples.header, claims: TokenSamples.claims)
        #expect(samples.bytes() == byHand)
    }

    @Test("a token lasts ten minutes, or as long as its session")
    func life() throws {
        let samples = try TokenSamples()
        #expect(samples.token().endsAt == TokenSamples.now.adding(seconds: 600))
        let end = TokenSamples.now.adding(seconds: 240)
        #expect(samples.token(sessionEndsAt: end).endsAt == end)
        // A session that ends within the second still gives a token that can be printed and read.
        let short = samples.token(sessionEndsAt: TokenSamples.now)
        let bytes = short.signed(with: samples.key, keyID: TokenSamples.keyID)
        #expect(samples.read(bytes) == .success(short))
    }

    @Test(
        "times are kept to thirty seconds either way",
        arguments: [
            (-31, TokenRefusal.notYetValid), (-30, nil), (0, nil), (600, nil), (629, nil),
            (630, .expired), (631, .expired), (86_400, .expired),
        ] as [(Int64, TokenRefusal?)]
    )
    func times(seconds: Int64, refusal: TokenRefusal?) throws {
        let samples = try TokenSamples()
        let verdict = samples.read(samples.bytes(), at: TokenSamples.now.adding(seconds: seconds))
        if let refusal {
            #expect(verdict == .failure(refusal))
        } else {
            #expect(verdict == .success(samples.token()))
        }
    }

    // Attack: a header that makes the reader choose another algorithm, key or place to look.
    // Expectation: no header but the one that is printed is even considered.
    @Test(
        "other headers are refused",
        arguments: [
            #"{"alg":"none","kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"None","kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"HS256","kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"ES256","kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"RS256","kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"Ed25519","kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"EdDSA","kid":"ID","typ":"JWT"}"#,
            #"{"alg":"EdDSA","kid":"ID","typ":"application/at+jwt"}"#,
            #"{"alg":"EdDSA","kid":"ID","typ":"refresh+jwt"}"#,
            #"{"alg":"EdDSA","kid":"ID","typ":"step-up+jwt"}"#,
            #"{"alg":"EdDSA","kid":"ID","typ":"statement-link+jwt"}"#,
            #"{"alg":"EdDSA","kid":"ID"}"#,
            #"{"alg":"EdDSA","typ":"at+jwt"}"#,
            #"{"typ":"at+jwt","alg":"EdDSA","kid":"ID"}"#,
            #"{"alg":"EdDSA", "kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"EdDSA","alg":"none","kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"EdDSA","crit":["exp"],"kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"EdDSA","jku":"https://evil.example/keys","kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"EdDSA","jwk":{"crv":"Ed25519"},"kid":"ID","typ":"at+jwt"}"#,
            #"{"alg":"EdDSA","kid":"ID","typ":"at+jwt","x5u":"https://evil.example/c"}"#,
            #"{"alg":"EdDSA","kid":"ID","typ":"at+jwt","x5c":[]}"#,
            #"{"alg":"EdDSA","kid":"../../dev/null","typ":"at+jwt"}"#,
            #"{"alg":"EdDSA","kid":"00000000-0000-0000-0000-00000000000A","typ":"at+jwt"}"#,
            "", "{}", "null",
        ]
    )
    func headers(text: String) throws {
        let samples = try TokenSamples()
        let header = text.replacing("ID", with: TokenSamples.keyID.description)
        let bytes = samples.signed(header: header, claims: TokenSamples.claims)
        #expect(samples.read(bytes) == .failure(.headerWrong))
    }

    // Attack: HMAC under the public key, which everybody has; and no signature at all.
    @Test("a public key is no secret to sign with, and no signature is none")
    func keyConfusion() throws {
        let samples = try TokenSamples()
        let header = #"{"alg":"HS256","kid":"\#(TokenSamples.keyID)","typ":"at+jwt"}"#
        let dot = UInt8(ascii: ".")
        for header in [header, TokenSamples.header] {
            let input = TokenSamples.part(header) + [dot] + TokenSamples.part(TokenSamples.claims)
            let code = HMAC.code(for: input, key: samples.key.publicKey.rawBytes)
            let refusal: TokenRefusal =
                header == TokenSamples.header ? .signatureWrong : .headerWrong
            #expect(samples.read(input + [dot] + Base64URL.encode(code)) == .failure(refusal))
            #expect(samples.read(input + [dot]) == .failure(refusal))
        }
    }

    @Test("a key that is not published is unknown, and the right key's name on another is wrong")
    func otherKeys() throws {
        let samples = try TokenSamples()
        let other = try TokenSamples.key(2)
        let unknown = samples.token().signed(with: other, keyID: SigningKeyID(rawValue: 8))
        #expect(samples.read(unknown) == .failure(.keyUnknown))
        let forged = samples.token().signed(with: other, keyID: TokenSamples.keyID)
        #expect(samples.read(forged) == .failure(.signatureWrong))
    }

    @Test("every flipped bit is refused")
    func flippedBits() throws {
        let samples = try TokenSamples()
        let good = samples.bytes()
        for index in good.indices {
            for bit in 0..<8 {
                var bytes = good
                bytes[index] ^= 1 << bit
                #expect(throws: TokenRefusal.self) { try samples.read(bytes).get() }
            }
        }
    }

    @Test("what is not three parts of strict base64url is malformed")
    func malformed() throws {
        let samples = try TokenSamples()
        let good = samples.bytes()
        let text = String(decoding: good, as: UTF8.self)
        let refresh = RefreshToken(sessionID: TokenSamples.sessionID, generation: 0, key: good.span)
        let strange = [
            "", ".", "..", "...", text + ".", "." + text, text + "=", " " + text, text + "\n",
            text.replacing(".", with: ".."), text.replacing(".", with: ""),
            String(repeating: "A", count: 1_025),
        ]
        for bytes in strange.map({ Array($0.utf8) }) + [refresh.bytes] {
            #expect(throws: TokenRefusal.self) { try samples.read(bytes).get() }
        }
        #expect(samples.read(refresh.bytes) == .failure(.malformed))
        #expect(samples.read(good + [UInt8(ascii: "=")]) == .failure(.malformed))
    }

    // Attack: a token that the bank's key signed for another purpose, or that says less or more.
    @Test(
        "claims of another form, maker or audience are refused",
        arguments: [
            (#""aud":"counterfoil-api""#, #""aud":"counterfoil-statements""#, .audienceWrong),
            (#""aud":"counterfoil-api""#, #""aud":["counterfoil-api"]"#, .claimsWrong),
            (#""aud":"counterfoil-api","#, "", .claimsWrong),
            (#""iss":"counterfoil-bank""#, #""iss":"another-bank""#, .issuerWrong),
            (#""client_id":"counterfoil""#, #""client_id":"other""#, .claimsWrong),
            (#""exp":1795156800"#, #""exp":1795156801"#, .lifeTooLong),
            (#""exp":1795156800"#, #""exp":9223372036854775807"#, .lifeTooLong),
            (#""exp":1795156800"#, #""exp":9223372036854775808"#, .claimsWrong),
            (#""exp":1795156800"#, #""exp":1795156200"#, .lifeTooLong),
            (#""exp":1795156800"#, #""exp":01795156800"#, .claimsWrong),
            (#""exp":1795156800"#, #""exp":1795156800.0"#, .claimsWrong),
            (#""exp":1795156800"#, #""exp":-1"#, .claimsWrong),
            (#""exp":1795156800,"#, "", .claimsWrong),
            (#""nbf":1795156200"#, #""nbf":0"#, .claimsWrong),
            (#""role":"customer""#, #""role":"owner""#, .claimsWrong),
            (#""role":"customer""#, #""role":"customer","role":"teller""#, .claimsWrong),
            (#""role":"customer""#, #""role": "customer""#, .claimsWrong),
            (#""role":"customer""#, #""role":"c\u0075stomer""#, .claimsWrong),
            ("000000000001", "00000000000A", .claimsWrong),
            (#","sub""#, #","scope":"all","sub""#, .claimsWrong),
            (#""client_id""#, #""cnf":{"terminal":"AA"},"client_id""#, .claimsWrong),
            ("}", "} ", .claimsWrong), ("}", "}}", .claimsWrong), ("{", "{ ", .claimsWrong),
        ] as [(String, String, TokenRefusal)]
    )
    func claims(from: String, to: String, refusal: TokenRefusal) throws {
        let samples = try TokenSamples()
        let claims = TokenSamples.claims.replacing(from, with: to)
        #expect(claims != TokenSamples.claims)
        let bytes = samples.signed(header: TokenSamples.header, claims: claims)
        #expect(samples.read(bytes) == .failure(refusal))
    }

    @Test("a token that is bound to a terminal is good there and nowhere else")
    func terminals() throws {
        let samples = try TokenSamples()
        let bound = samples.token(terminal: "till-1")
        #expect(bound.isBound(to: "till-1"))
        #expect(!bound.isBound(to: "till-2"))
        #expect(!bound.isBound(to: nil))
        #expect(samples.token().isBound(to: nil))
        #expect(samples.token().isBound(to: "till-1"))
    }

    @Test("only a token whose time or key is over may be renewed")
    func renewable() {
        let renewable = TokenRefusal.allCases.filter(\.isRenewable)
        #expect(renewable == [.keyUnknown, .notYetValid, .expired])
        #expect(TokenRefusal.allCases.map(\.rawValue) == Array(1...10))
    }
}
