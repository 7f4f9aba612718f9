public import CoreVocabulary
public import Cryptography

/// An account as the trie of all accounts of a user holds it: which, how long, and its chain.
public struct AccountLeaf: Hashable, Sendable {
    private static let leafTag: UInt8 = 0x13

    /// The account, which decides the path to the leaf.
    public let accountID: AccountID
    /// How many entries it has; zero for none.
    public let accountSequence: Int64
    /// The chain's hash after the last of them.
    public let chainHash: Digest256

    /// Makes a leaf.
    public init(accountID: AccountID, accountSequence: Int64, chainHash: Digest256) {
        self.accountID = accountID
        self.accountSequence = accountSequence
        self.chainHash = chainHash
    }

    /// The leaf of an account whose chain has this head.
    public init(_ head: ChainHead) {
        self.init(
            accountID: head.accountID,
            accountSequence: head.accountSequence,
            chainHash: head.hash
        )
    }

    /// What the trie adds up: `SHA-256(0x13 ‖ account ‖ sequence ‖ chain)`.
    public var hash: Digest256 {
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
