public import CoreVocabulary
public import Cryptography

/// An account as the trie of all accounts of a user holds it: which, how long, and its chain.
public struct AccountLeaf: Hashable, Sendable {
    /// The account.
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
}

/// What stands at a place of the trie.
public enum TrieNode: Hashable, Sendable {
    /// No account.
    case empty
    /// One account alone.
    case leaf(AccountLeaf)
    /// More than one: the hashes of the sixteen places below.
    case branch([Digest256])
}

/// A place in the trie: the first digits, 0 to 15 each, of the SHA-256 of an account's identifier.
public struct TriePath: Hashable, Sendable {
    /// The most digits that a path has.
    public static let depthLimit = 64

    /// The digits; none for the root.
    public let digits: [UInt8]

    /// Makes a path; nil when a digit is above 15 or there are too many.
    public init?(digits: [UInt8]) {
        guard digits.count <= Self.depthLimit, digits.allSatisfy({ $0 < 16 }) else { return nil }
        self.digits = digits
    }

    /// The place of all.
    public static let root = TriePath(unchecked: [])

    private init(unchecked digits: [UInt8]) {
        self.digits = digits
    }
}
