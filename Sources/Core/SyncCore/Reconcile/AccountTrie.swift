public import CoreVocabulary
public import Cryptography

/// The chains of all accounts of a user under one hash: a radix-16 trie keyed by the SHA-256 of the
/// account's identifier.
///
/// Two sides with the same root have the same entries in the same order. Where roots differ, the
/// hashes on the way down lead to the accounts that do; see ``Reconciler``. Each side builds its
/// own from chains that it reckoned over its own entries.
public struct AccountTrie: Hashable, Sendable {
    private var tree: TrieTree

    /// Makes the trie of some accounts; of two leaves of one account the later counts.
    ///
    /// - Complexity: O(*n* log *n*).
    public init(_ leaves: some Sequence<AccountLeaf> = EmptyCollection()) {
        var order = leaves.enumerated().map { place, leaf in
            PlacedKey(key: TrieKey(of: leaf.accountID), place: place, leaf: leaf)
        }
        order.sort { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
        var placed: [PlacedLeaf] = []
        placed.reserveCapacity(order.count)
        for (index, item) in order.enumerated() {
            let isDoubled = index + 1 < order.count && order[index + 1].key == item.key
            if !isDoubled { placed.append(PlacedLeaf(item.leaf, at: item.key)) }
        }
        tree = TrieTree(placed[...], depth: 0)
    }

    /// How many accounts there are.
    public var count: Int { tree.count }

    /// The hash over all; 32 zero bytes without an account.
    public var root: Digest256 { tree.hash }

    /// All accounts in the order of their keys.
    public var leaves: [AccountLeaf] { tree.leaves.map(\.leaf) }

    /// The leaf of an account; nil when it is not here.
    public func leaf(of accountID: AccountID) -> AccountLeaf? {
        let key = TrieKey(of: accountID)
        var part = tree
        var depth = 0
        while case .branch(let branch) = part {
            part = branch.children[key.digit(at: depth)]
            depth += 1
        }
        guard case .leaf(let placed) = part, placed.key == key else { return nil }
        return placed.leaf
    }

    /// What stands at a place.
    public func node(at path: TriePath) -> TrieNode {
        let part = tree.part(at: path)
        if part.count <= TrieNode.listLimit { return .accounts(part.leaves.map(\.leaf)) }
        return .branch(part.parts(atDepth: path.digits.count).map(\.hash))
    }

    /// Puts an account in, or in place of what was known of it.
    ///
    /// - Complexity: O(log *n*) hashes.
    public mutating func update(_ leaf: AccountLeaf) {
        let placed = PlacedLeaf(leaf)
        tree = tree.replacing(placed.key, by: placed, depth: 0)
    }

    /// Takes an account out.
    public mutating func remove(_ accountID: AccountID) {
        tree = tree.replacing(TrieKey(of: accountID), by: nil, depth: 0)
    }

    /// The accounts at and below a place, in the order of their keys.
    func leaves(at path: TriePath) -> [AccountLeaf] {
        tree.part(at: path).leaves.map(\.leaf)
    }

    /// The hashes of the sixteen places below a place.
    func childHashes(at path: TriePath) -> [Digest256] {
        tree.part(at: path).parts(atDepth: path.digits.count).map(\.hash)
    }

    /// Whether both hold the same accounts with the same chains.
    public static func == (left: AccountTrie, right: AccountTrie) -> Bool {
        left.root == right.root
    }

    /// Hashes the root.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(root)
    }
}
