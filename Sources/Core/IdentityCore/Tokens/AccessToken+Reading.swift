package import CoreVocabulary
package import Cryptography

extension AccessToken {
    /// Parses a token in compact form, and accepts it only if every rule holds.
    ///
    /// The key is looked up by its ID alone, among published keys that may have signed tokens still
    /// alive. The header's algorithm is compared and never followed. Claims are read only after the
    /// signature was verified.
    ///
    /// - Throws: ``TokenRefusal`` with the first rule that is broken.
    package init(
        verifying bytes: [UInt8],
        at now: Instant,
        key: (SigningKeyID) -> Ed25519.PublicKey?
    ) throws(TokenRefusal) {
        self = try SignedAccessToken(verifying: bytes, key: key).token(at: now)
    }

    /// Returns the key ID in a header; nil unless the header is byte for byte the expected one.
    static func keyID(inHeader header: [UInt8]) -> SigningKeyID? {
        var scanner = TokenScanner(header)
        guard scanner.skip(#"{"alg":"EdDSA","kid":""#), let text = scanner.readText(),
            let id = SigningKeyID(text), headerText(keyID: id).utf8.elementsEqual(header)
        else { return nil }
        return id
    }

    /// Parses claims whose signature was verified.
    init(claims: [UInt8]) throws(TokenRefusal) {
        var scanner = TokenScanner(claims)
        guard scanner.skip(#"{"aud":""#), let audience = scanner.readText() else {
            throw .claimsWrong
        }
        guard audience == Self.audience else { throw .audienceWrong }
        guard let token = Self.claims(after: &scanner) else { throw .claimsWrong }
        guard token.issuer == Self.issuer else { throw .issuerWrong }
        guard token.claims.claimsText.utf8.elementsEqual(claims) else { throw .claimsWrong }
        self = token.claims
    }

    private static func claims(
        after scanner: inout TokenScanner
    ) -> (claims: AccessToken, issuer: String)? {
        guard scanner.skip(#","client_id":""#), scanner.readText() != nil, scanner.skip(",")
        else { return nil }
        var terminal: Digest256?
        if scanner.skip(#""cnf":{"terminal":""#) {
            guard let text = scanner.readText(),
                let found = Base64URL.decode(Array(text.utf8)).flatMap({ Digest256($0) }),
                scanner.skip("},")
            else { return nil }
            terminal = found
        }
        guard scanner.skip(#""exp":"#), let end = scanner.readNumber(),
            scanner.skip(#","iat":"#), let start = scanner.readNumber(),
            scanner.skip(#","iss":""#), let issuer = scanner.readText(),
            scanner.skip(#","jti":""#), let id = scanner.readText().flatMap({ AccessTokenID($0) }),
            scanner.skip(#","nbf":"#), scanner.readNumber() != nil,
            scanner.skip(#","role":""#), let role = scanner.readText().flatMap(Role.init),
            scanner.skip(#","sid":""#), let session = scanner.readText().flatMap({ SessionID($0) }),
            scanner.skip(#","sub":""#), let user = scanner.readText().flatMap({ UserID($0) })
        else { return nil }
        let claims = AccessToken(
            userID: user,
            sessionID: session,
            role: role,
            issuedAtSeconds: start,
            endsAtSeconds: end,
            id: id,
            terminal: terminal
        )
        return (claims, issuer)
    }

    /// Checks the token's lifetime and that it is valid now.
    func checkTimes(at now: Instant) throws(TokenRefusal) {
        let (life, overflow) = endsAtSeconds.subtractingReportingOverflow(issuedAtSeconds)
        guard !overflow, life > 0, life <= Self.lifeSeconds else { throw .lifeTooLong }
        let start = Instant(secondsSinceEpoch: issuedAtSeconds)
        guard now >= start.adding(seconds: -Self.skewSeconds) else { throw .notYetValid }
        guard now < endsAt.adding(seconds: Self.skewSeconds) else { throw .expired }
    }
}
