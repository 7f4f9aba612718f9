import Cryptography
import Synchronization
import IdentityCore

/// Cache of tokens signed or verified lately, so that a console's next request costs a hash instead
/// of an Ed25519 verification.
///
/// Tokens are looked up by the SHA-256 of all their bytes, so only an identical token is found.
/// Only the form and the signature are cached; times, keys, sessions and users are checked for
/// every request. The oldest token is evicted when the cache is full.
final class TokenCache: Sendable {
    /// Maximum number of cached tokens: those of 4,000 consoles, in about 2 MiB.
    static let tokenLimit = 4_096

    private struct State {
        var tokens: [Digest256: SignedAccessToken] = [:]
        /// The tokens in insertion order; when full, a ring buffer that begins at `oldest`.
        var order: [Digest256] = []
        var oldest = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// Creates an empty cache for at most `limit` tokens.
    init(limit: Int = TokenCache.tokenLimit) { self.limit = limit }

    /// Number of cached tokens.
    var count: Int { state.withLock { $0.tokens.count } }

    /// The token with this digest; nil if it is not cached.
    subscript(digest: Digest256) -> SignedAccessToken? {
        state.withLock { $0.tokens[digest] }
    }

    /// Caches a token whose signature was verified.
    func put(_ token: SignedAccessToken, _ digest: Digest256) {
        state.withLock { state in
            guard state.tokens.updateValue(token, forKey: digest) == nil else { return }
            if state.order.count < limit {
                state.order.append(digest)
            } else {
                state.tokens[state.order[state.oldest]] = nil
                state.order[state.oldest] = digest
                state.oldest = (state.oldest + 1) % limit
            }
        }
    }

    /// Removes all tokens except those signed with the given keys.
    func keepOnly(signedBy keys: [SigningKey]) {
        let isKept = { (token: SignedAccessToken) in
            keys.contains { $0.id == token.keyID && $0.publicKey == token.publicKey }
        }
        state.withLock { state in
            guard !state.tokens.values.allSatisfy(isKept) else { return }
            // The order starts with the oldest, so that the ring begins at index 0 again.
            let order = state.order[state.oldest...] + state.order[..<state.oldest]
            state.tokens = state.tokens.filter { isKept($0.value) }
            state.order = order.filter { state.tokens[$0] != nil }
            state.oldest = 0
        }
    }
}
