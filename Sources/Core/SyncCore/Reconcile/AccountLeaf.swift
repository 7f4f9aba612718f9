package import CoreVocabulary
package import Cryptography

/// Leaf of the account trie: an account, its number of entries and its chain hash.
package struct AccountLeaf: Hashable, Sendable {
    private static let leafTag: UInt8 = 0x13

    /// The account, whose hashed identifier decides the path to the leaf.
    package let accountID: AccountID
    /// Number of entries of the account, zero or more.
    package let accountSequence: Int64
    /// Chain hash after the last entry.
    package let chainHash: Digest256

    /// Creates a leaf from its parts.
    package init(accountID: AccountID, accountSequence: Int64, chainHash: Digest256) {
        self.accountID = accountID
        self.accountSequence = accountSequence
        self.chainHash = chainHash
    }

    /// Creates the leaf of the account with this chain head.
    package init(_ head: ChainHead) {
        self.init(
            accountID: head.accountID,
            accountSequence: head.accountSequence,
            chainHash: head.hash
        )
    }

    /// Hash of the leaf in the trie: `SHA-256(0x13 ‖ account ‖ sequence ‖ chain)`.
    package var hash: Digest256 {
        var encoder = CanonicalEncoder(reservingCapacity: 32)
        encoder.write(Self.leafTag)
        encoder.write(accountID)
        encoder.write(accountSequence)
        var hasher = SHA256()
        hasher.update(encoder.bytes)
        chainHash.withBytes { hasher.update($0) }
        return hasher.finalize()
    }
}
