import CoreVocabulary
import Cryptography
import Synchronization
import IdentityCore

/// Cache of the keys of access tokens, so that a token is verified without reading the books.
///
/// It copies the books and is never ahead of them. A public half does not change, and an unknown
/// key is looked up in the books.
final class SigningKeyCache: Sendable {
    /// Signing key with its identifier.
    struct Signer: Sendable {
        let id: SigningKeyID
        let key: Ed25519.PrivateKey
        let tokens: TokenCache

        /// Returns the encoded token and caches it.
        func sign(_ access: AccessToken) -> [UInt8] {
            let (bytes, token) = SignedAccessToken.sign(access, with: key, keyID: id)
            tokens.put(token, Digest256(hashing: bytes))
            return bytes
        }
    }

    private struct State {
        var keys = TokenKeys()
        var signer: Signer?
        /// Number of the last audit row when the keys were read.
        var auditNumber: Int64 = 0
    }

    /// Tokens whose signatures need no second verification.
    let tokens = TokenCache()
    private let state = Mutex(State())

    /// The keys that were read last.
    var keys: TokenKeys { state.withLock { $0.keys } }

    /// Stores keys read from the books, unless they are older than those here.
    ///
    /// Of two tasks that rotated the keys one after the other, either may return first. The last
    /// audit row of the transaction that read them tells which is newer, because each key that
    /// begins adds one.
    func store(_ keys: TokenKeys, asOf auditNumber: Int64, signer: Signer?) {
        let isNews = state.withLock { state in
            guard auditNumber >= state.auditNumber else { return false }
            state.auditNumber = auditNumber
            state.keys = keys
            if let signer { state.signer = signer }
            return true
        }
        if isNews { tokens.keepOnly(signedBy: keys.published) }
    }

    /// Returns the signer if its key is the current one and no rotation is due; nil otherwise.
    func signer(at now: Instant) -> Signer? {
        state.withLock { state in
            var due = state.keys
            guard due.step(at: now).isEmpty, let signer = state.signer,
                signer.id == due.current?.id
            else { return nil }
            return signer
        }
    }

    /// Verifies a token with the cached keys.
    ///
    /// The signature is verified once, the key and the times at each request.
    func verify(_ bytes: [UInt8], at now: Instant) throws(TokenRefusal) -> AccessToken {
        let digest = Digest256(hashing: bytes)
        let keys = keys
        if let known = tokens[digest],
            keys.key(known.keyID, at: now)?.publicKey == known.publicKey
        {
            return try known.token(at: now)
        }
        let signed = try SignedAccessToken(verifying: bytes) { keys.key($0, at: now)?.publicKey }
        let token = try signed.token(at: now)
        // If the key was removed meanwhile, the token's next request finds no key.
        tokens.put(signed, digest)
        return token
    }
}
