package import Cryptography

/// Content of the trie at one path.
///
/// Up to ``listLimit`` accounts are listed at once, where hashes would only lead to them in further
/// rounds.
package enum TrieNode: Hashable, Sendable {
    /// Number of children of a branch.
    package static let width = 16
    /// Maximum number of accounts that a node lists.
    package static let listLimit = 16

    /// All accounts at the path, 0 to ``listLimit``, in the order of their keys.
    case accounts([AccountLeaf])
    /// Hashes of the sixteen children, for more accounts than that.
    case branch([Digest256])

    /// Returns the hash by which the parent knows this node, or nil if it cannot be at the path.
    package func hash(at path: TriePath) -> Digest256? {
        switch self {
        case .accounts(let leaves):
            let placed = leaves.map(PlacedLeaf.init)
            let isOrdered = zip(placed, placed.dropFirst()).allSatisfy { $0.key < $1.key }
            guard leaves.count <= Self.listLimit, isOrdered,
                placed.allSatisfy({ $0.key.begins(with: path) })
            else { return nil }
            return TrieTree(placed[...], depth: path.digits.count).hash
        case .branch(let hashes):
            guard hashes.count == Self.width else { return nil }
            return TrieTree.hash(ofBranch: hashes)
        }
    }
}
