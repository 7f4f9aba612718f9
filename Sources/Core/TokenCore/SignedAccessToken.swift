public import CoreVocabulary
public import Cryptography

/// An access token whose form and signature were found right, and whose times are still to be
/// looked at.
///
/// What it holds stays true for as long as its key does; whether the token is good does not. So
/// this may be remembered from one request to the next, and ``token(at:)`` is asked each time.
public struct SignedAccessToken: Hashable, Sendable {
    /// The name of the key that signed it.
    public let keyID: SigningKeyID
    /// The key that signed it.
    public let publicKey: Ed25519.PublicKey
    private let claims: AccessToken

    /// Reads a token in its compact form, and believes whose it is only if every rule holds that
    /// does not ask for the time.
    ///
    /// - Parameters:
    ///   - bytes: The compact form, from anybody.
    ///   - key: Finds a published key that may still have signed living tokens.
    /// - Throws: ``TokenRefusal`` with the first rule that is broken.
    public init(
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

    /// Signs a token; its bytes need no check by who made them.
    ///
    /// - Returns: The bytes of ``AccessToken/signed(with:keyID:)``, and what reading them gives.
    public static func sign(
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

    /// The token, if it is shown in its time.
    ///
    /// - Throws: ``TokenRefusal``: `lifeTooLong`, `notYetValid` or `expired`.
    public func token(at now: Instant) throws(TokenRefusal) -> AccessToken {
        try claims.checkTimes(at: now)
        return claims
    }
}
