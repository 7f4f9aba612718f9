import CoreVocabulary
import Cryptography
import IdentityCore

/// A key, a token under it, and tools to make tokens that nobody should take.
struct TokenSamples {
    static let now = Instant(secondsSinceEpoch: 1_795_156_200)
    static let keyID = SigningKeyID(rawValue: 7)
    static let userID = UserID(rawValue: 1)
    static let sessionID = SessionID(rawValue: 2)

    let key: Ed25519.PrivateKey

    init() throws {
        key = try Self.key(1)
    }

    static func key(_ number: UInt8) throws -> Ed25519.PrivateKey {
        let seed = [UInt8](repeating: number, count: Ed25519.seedByteCount)
        let secret = SharedSecret(copying: seed.span)
        return try Ed25519.PrivateKey(seed: secret)
    }

    /// A token as the bank makes them.
    func token(
        role: Role = .customer,
        at instant: Instant = TokenSamples.now,
        sessionEndsAt: Instant = TokenSamples.now.adding(seconds: 86_400),
        terminal: String? = nil
    ) -> AccessToken {
        AccessToken(
            userID: Self.userID,
            sessionID: Self.sessionID,
            role: role,
            issuedAt: instant,
            sessionEndsAt: sessionEndsAt,
            id: AccessTokenID(rawValue: 3),
            terminal: terminal
        )
    }

    /// The bytes of a good token.
    func bytes(at instant: Instant = TokenSamples.now) -> [UInt8] {
        token(at: instant).signed(with: key, keyID: Self.keyID)
    }

    /// Reads a token as the bank does.
    func read(
        _ bytes: [UInt8],
        at instant: Instant = TokenSamples.now
    ) -> Result<AccessToken, TokenRefusal> {
        Result { () throws(TokenRefusal) -> AccessToken in
            try AccessToken(verifying: bytes, at: instant) { id in
                id == Self.keyID ? key.publicKey : nil
            }
        }
    }

    /// Any header and claims, signed with the right key.
    func signed(header: String, claims: String) -> [UInt8] {
        let input = Self.part(header) + [UInt8(ascii: ".")] + Self.part(claims)
        return input + [UInt8(ascii: ".")] + Base64URL.encode(key.sign(input))
    }

    static func part(_ text: String) -> [UInt8] { Base64URL.encode(Array(text.utf8)) }

    static let header =
        #"{"alg":"EdDSA","kid":"00000000-0000-0000-0000-000000000007","typ":"at+jwt"}"#

    /// The claims of ``token(role:at:sessionEndsAt:terminal:)``, spelled out.
    static let claims =
        #"{"aud":"counterfoil-api","client_id":"counterfoil","exp":1795156800,"iat":1795156200,"#
        + #""iss":"counterfoil-bank","jti":"00000000-0000-0000-0000-000000000003","#
        + #""nbf":1795156200,"role":"customer","sid":"00000000-0000-0000-0000-000000000002","#
        + #""sub":"00000000-0000-0000-0000-000000000001"}"#
}
