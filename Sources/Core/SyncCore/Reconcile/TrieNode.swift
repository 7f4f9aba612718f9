public import Cryptography

/// What stands at a place of the trie.
///
/// Few accounts are listed at once, where hashes would only lead to them in further rounds.
public enum TrieNode: Hashable, Sendable {
    /// How many places are below each.
    public static let width = 16
    /// The most accounts that are listed.
    public static let listLimit = 16

    /// All accounts there, at most ``listLimit`` and perhaps none, in the order of their keys.
    case accounts([AccountLeaf])
    /// More than that: the hashes of the sixteen places below.
    case branch([Digest256])

    /// What the place above knows this node by; nil for a node that cannot stand at the place.
    public func hash(at path: TriePath) -> Digest256? {
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
