import CoreVocabulary
import Cryptography
import Synchronization
import TokenCore

/// The keys of access tokens, held ready so that a token is checked without a look at the books.
///
/// A copy of what the books say, and never ahead of them: a public half does not change, and a key
/// that the copy does not know is looked for there.
final class TokenDesk: Sendable {
    /// What signs, and the key's name.
    struct Signer: Sendable {
        let id: SigningKeyID
        let key: Ed25519.PrivateKey
        let shelf: TokenShelf

        /// The bytes of a token, which is remembered.
        func sign(_ access: AccessToken) -> [UInt8] {
            let (bytes, token) = SignedAccessToken.sign(access, with: key, keyID: id)
            shelf.put(token, Digest256(hashing: bytes))
            return bytes
        }
    }

    private struct State {
        var keys = TokenKeys()
        var signer: Signer?
        /// The audit log's last number when the keys were read.
        var auditNumber: Int64 = 0
    }

    /// Tokens whose signatures need no second check.
    let shelf = TokenShelf()
    private let state = Mutex(State())

    /// The keys as they were read last.
    var keys: TokenKeys { state.withLock { $0.keys } }

    /// Takes over what the books say, unless it is older than what is here: of two that turned the
    /// keys one after the other, either may be the first to come back.
    ///
    /// - Parameters:
    ///   - keys: The keys.
    ///   - auditNumber: The audit log's last number in the transaction that read them; each key that
    ///     begins raises it.
    ///   - signer: What signs; nil when it is not known here yet.
    func take(_ keys: TokenKeys, asOf auditNumber: Int64, signer: Signer?) {
        let isNews = state.withLock { state in
            guard auditNumber >= state.auditNumber else { return false }
            state.auditNumber = auditNumber
            state.keys = keys
            if let signer { state.signer = signer }
            return true
        }
        if isNews { shelf.keepOnly(signedBy: keys.published) }
    }

    /// The signer, if the current key is the one that is loaded and nothing is due by now.
    func signer(at now: Instant) -> Signer? {
        state.withLock { state in
            var due = state.keys
            guard due.step(at: now).isEmpty, let signer = state.signer,
                signer.id == due.current?.id
            else { return nil }
            return signer
        }
    }

    /// Checks a token against the keys that are known here.
    ///
    /// A signature is checked once; the key and the times, each time.
    func verify(_ bytes: [UInt8], at now: Instant) throws(TokenRefusal) -> AccessToken {
        let digest = Digest256(hashing: bytes)
        let keys = keys
        if let known = shelf[digest],
            keys.key(known.keyID, at: now)?.publicKey == known.publicKey
        {
            return try known.token(at: now)
        }
        let signed = try SignedAccessToken(verifying: bytes) { keys.key($0, at: now)?.publicKey }
        let token = try signed.token(at: now)
        // A token of a key that went meanwhile finds no key at its next request.
        shelf.put(signed, digest)
        return token
    }
}
