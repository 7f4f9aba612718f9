import Cryptography
import Synchronization
import TokenCore

/// Tokens that were signed here or checked lately, so that a console's next request costs a hash
/// instead of an Ed25519 check.
///
/// Found by the SHA-256 of all their bytes, so nothing but the very same token is ever found. Only
/// the form and the signature are remembered; times, keys, sessions and users are looked at for
/// every request. The oldest goes when there is no room.
final class TokenShelf: Sendable {
    /// The most tokens that are remembered: what 4,000 consoles show, in about 2 MiB.
    static let tokenLimit = 4_096

    private struct State {
        var tokens: [Digest256: SignedAccessToken] = [:]
        /// The tokens in the order in which they came; full, it is a ring that begins at `oldest`.
        var order: [Digest256] = []
        var oldest = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// Makes an empty shelf.
    init(limit: Int = TokenShelf.tokenLimit) {
        self.limit = limit
    }

    /// How many tokens are remembered.
    var count: Int { state.withLock { $0.tokens.count } }

    /// The token with these bytes; nil unless it was put here lately.
    subscript(digest: Digest256) -> SignedAccessToken? {
        state.withLock { $0.tokens[digest] }
    }

    /// Remembers a token whose signature is right.
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

    /// Forgets whatever was signed with any but these keys.
    func keepOnly(signedBy keys: [SigningKey]) {
        let isKept = { (token: SignedAccessToken) in
            keys.contains { $0.id == token.keyID && $0.publicKey == token.publicKey }
        }
        state.withLock { state in
            guard !state.tokens.values.allSatisfy(isKept) else { return }
            // From the oldest on, so that the ring begins at its first place again.
            let order = state.order[state.oldest...] + state.order[..<state.oldest]
            state.tokens = state.tokens.filter { isKept($0.value) }
            state.order = order.filter { state.tokens[$0] != nil }
            state.oldest = 0
        }
    }
}
