import Cryptography
import TokenCore

/// Tokens whose signatures were checked lately, so that a console's next request costs a hash
/// instead of an Ed25519 check.
///
/// Found by the SHA-256 of all their bytes, so nothing but the very same token is ever found. Only
/// the form and the signature are remembered; times, keys, sessions and users are looked at for
/// every request. The oldest goes when there is no room.
struct TokenShelf: Sendable {
    /// The most tokens that are remembered; about 1 MiB, and more than one process has consoles.
    static let tokenLimit = 4_096

    private let limit: Int
    private var tokens: [Digest256: SignedAccessToken] = [:]
    /// The tokens in the order in which they came; full, it is a ring that begins at ``oldest``.
    private var order: [Digest256] = []
    private var oldest = 0

    /// Makes an empty shelf.
    init(limit: Int = Self.tokenLimit) {
        self.limit = limit
    }

    /// How many tokens are remembered.
    var count: Int { tokens.count }

    /// The token with these bytes; nil unless it was checked lately.
    subscript(digest: Digest256) -> SignedAccessToken? { tokens[digest] }

    /// Remembers a token whose signature is right.
    mutating func put(_ token: SignedAccessToken, _ digest: Digest256) {
        guard tokens.updateValue(token, forKey: digest) == nil else { return }
        if order.count < limit {
            order.append(digest)
        } else {
            tokens[order[oldest]] = nil
            order[oldest] = digest
            oldest = (oldest + 1) % limit
        }
    }

    /// Forgets whatever was signed with any but these keys.
    mutating func keepOnly(signedBy keys: [SigningKey]) {
        let isKept = { (token: SignedAccessToken) in
            keys.contains { $0.id == token.keyID && $0.publicKey == token.publicKey }
        }
        guard !tokens.values.allSatisfy(isKept) else { return }
        // From the oldest on, so that the ring begins at its first place again.
        order = (order[oldest...] + order[..<oldest]).filter { tokens[$0].map(isKept) ?? false }
        tokens = tokens.filter { isKept($0.value) }
        oldest = 0
    }
}
