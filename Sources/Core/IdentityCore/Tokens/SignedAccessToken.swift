package import CoreVocabulary
package import Cryptography

/// An access token with verified form and signature, whose times are still to be checked.
///
/// The verification stays true for as long as the key is valid, but the token expires. So the value
/// may be cached between requests, and ``token(at:)`` is called each time.
package struct SignedAccessToken: Hashable, Sendable {
    /// ID of the key that signed it.
    package let keyID: SigningKeyID
    /// The key that signed it.
    package let publicKey: Ed25519.PublicKey
    private let claims: AccessToken

    /// Parses a token in compact form, and checks every rule that does not depend on the time.
    ///
    /// - Throws: ``TokenRefusal`` with the first rule that is broken.
    package init(
        verifying bytes: [UInt8],
        key: (SigningKeyID) -> Ed25519.PublicKey?
    ) throws(TokenRefusal) {
        guard let compact = CompactToken(bytes) else { throw .malformed }
        guard let keyID = AccessToken.keyID(inHeader: compact.header) else { throw .headerWrong }
        guard let key = key(keyID) else { throw .keyUnknown }
        guard key.isValid(signature: compact.signature, for: compact.signedBytes) else {
            throw .signatureWrong
        }
        claims = try AccessToken(claims: compact.claims)
        self.keyID = keyID
        publicKey = key
    }

    /// Signs a token; returns its bytes, and it as verified, without parsing the bytes again.
    package static func sign(
        _ claims: AccessToken,
        with key: Ed25519.PrivateKey,
        keyID: SigningKeyID
    ) -> (bytes: [UInt8], token: SignedAccessToken) {
        let token = SignedAccessToken(keyID: keyID, publicKey: key.publicKey, claims: claims)
        return (claims.signed(with: key, keyID: keyID), token)
    }

    private init(keyID: SigningKeyID, publicKey: Ed25519.PublicKey, claims: AccessToken) {
        self.keyID = keyID
        self.publicKey = publicKey
        self.claims = claims
    }

    /// Returns the token if it is valid at this time.
    ///
    /// - Throws: ``TokenRefusal``: `lifeTooLong`, `notYetValid` or `expired`.
    package func token(at now: Instant) throws(TokenRefusal) -> AccessToken {
        try claims.checkTimes(at: now)
        return claims
    }
}
