package import CoreVocabulary
package import Cryptography

/// Radix-16 hash trie over the chains of a user's accounts, keyed by the SHA-256 of the account ID.
///
/// Two sides with the same root have the same entries in the same order. If roots differ, the
/// hashes on the way down lead to the accounts that differ; see ``Reconciler``. Each side builds
/// its own trie from chains that it computed over its own entries.
package struct AccountTrie: Sendable {
    private var tree: TrieTree

    /// Builds the trie of the given accounts; of two leaves of one account the later one counts.
    ///
    /// - Complexity: O(*n* log *n*).
    package init(_ leaves: some Sequence<AccountLeaf> = EmptyCollection()) {
        var order = leaves.enumerated().map { place, leaf in
            (key: TrieKey(of: leaf.accountID), place: place, leaf: leaf)
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

    /// Number of accounts in the trie.
    package var count: Int { tree.count }

    /// Root hash over all accounts; 32 zero bytes if there are none.
    package var root: Digest256 { tree.hash }

    /// All accounts in the order of their keys.
    package var leaves: [AccountLeaf] { tree.leaves.map(\.leaf) }

    /// Returns the leaf of an account, or nil if the account is not in the trie.
    package func leaf(of accountID: AccountID) -> AccountLeaf? {
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

    /// Returns the node at a path.
    package func node(at path: TriePath) -> TrieNode {
        let part = tree.part(at: path)
        if part.count <= TrieNode.listLimit { return .accounts(part.leaves.map(\.leaf)) }
        return .branch(part.parts(atDepth: path.digits.count).map(\.hash))
    }

    /// Inserts an account's leaf, or replaces the one that is there.
    ///
    /// - Complexity: O(log *n*) hashes.
    package mutating func update(_ leaf: AccountLeaf) {
        let placed = PlacedLeaf(leaf)
        tree = tree.replacing(placed.key, by: placed, depth: 0)
    }

    /// Removes an account from the trie.
    package mutating func remove(_ accountID: AccountID) {
        tree = tree.replacing(TrieKey(of: accountID), by: nil, depth: 0)
    }

    /// Returns the leaves at and below a path, in the order of their keys.
    func leaves(at path: TriePath) -> [AccountLeaf] {
        tree.part(at: path).leaves.map(\.leaf)
    }

    /// Returns the hashes of the sixteen children of a path.
    func childHashes(at path: TriePath) -> [Digest256] {
        tree.part(at: path).parts(atDepth: path.digits.count).map(\.hash)
    }
}
