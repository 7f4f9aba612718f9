import CoreVocabulary
import Cryptography

/// Subtree of the trie with its hash; subtrees are immutable and shared between tries.
enum TrieTree: Sendable {
    private static let nodeTag: UInt8 = 0x12

    /// Inner node with more than one account below it.
    final class Branch: Sendable {
        let children: [TrieTree]
        let count: Int
        let hash: Digest256

        init(_ children: [TrieTree]) {
            self.children = children
            count = children.reduce(0) { $0 + $1.count }
            hash = TrieTree.hash(ofBranch: children.map(\.hash))
        }
    }

    /// A subtree without accounts.
    case empty
    /// A subtree with exactly one account, at any depth.
    case leaf(PlacedLeaf)
    /// A subtree with more than one account.
    case branch(Branch)

    /// Builds the subtree of leaves in key order that agree in all digits above `depth`.
    init(_ leaves: ArraySlice<PlacedLeaf>, depth: Int) {
        guard let first = leaves.first else {
            self = .empty
            return
        }
        guard leaves.count > 1 else {
            self = .leaf(first)
            return
        }
        invariant(depth < TriePath.depthLimit, "no two accounts have the same key")
        var children: [TrieTree] = []
        children.reserveCapacity(TrieNode.width)
        var start = leaves.startIndex
        for digit in 0..<TrieNode.width {
            var end = start
            while end < leaves.endIndex, leaves[end].key.digit(at: depth) == digit { end += 1 }
            children.append(TrieTree(leaves[start..<end], depth: depth + 1))
            start = end
        }
        invariant(start == leaves.endIndex, "leaves come in the order of their keys")
        self = .branch(Branch(children))
    }

    /// Number of accounts in the subtree.
    var count: Int {
        switch self {
        case .empty: 0
        case .leaf: 1
        case .branch(let branch): branch.count
        }
    }

    /// Hash of the subtree: zero for no account, the leaf's hash for one, and
    /// `SHA-256(0x12 ‖ sixteen hashes)` for more.
    var hash: Digest256 {
        switch self {
        case .empty: .zero
        case .leaf(let placed): placed.hash
        case .branch(let branch): branch.hash
        }
    }

    /// All leaves in the order of their keys.
    var leaves: [PlacedLeaf] {
        switch self {
        case .empty: []
        case .leaf(let placed): [placed]
        case .branch(let branch): branch.children.flatMap(\.leaves)
        }
    }

    /// Returns the subtree at a path below this one.
    func part(at path: TriePath) -> TrieTree {
        var part = self
        for digit in path.digits {
            switch part {
            case .branch(let branch): part = branch.children[Int(digit)]
            case .leaf(let placed): return placed.key.begins(with: path) ? part : .empty
            case .empty: return .empty
            }
        }
        return part
    }

    /// Returns the sixteen children of this subtree, whose own depth is `depth`.
    func parts(atDepth depth: Int) -> [TrieTree] {
        switch self {
        case .branch(let branch): return branch.children
        case .empty: return Array(repeating: .empty, count: TrieNode.width)
        case .leaf(let placed):
            var parts = Array(repeating: TrieTree.empty, count: TrieNode.width)
            parts[placed.key.digit(at: depth)] = self
            return parts
        }
    }

    /// Returns a subtree in which the leaf with this key is replaced, inserted or removed.
    func replacing(_ key: TrieKey, by leaf: PlacedLeaf?, depth: Int) -> TrieTree {
        switch self {
        case .empty: return leaf.map(TrieTree.leaf) ?? .empty
        case .leaf(let placed) where placed.key == key: return leaf.map(TrieTree.leaf) ?? .empty
        case .leaf(let placed):
            guard let leaf else { return self }
            let both = placed.key < leaf.key ? [placed, leaf] : [leaf, placed]
            return TrieTree(both[...], depth: depth)
        case .branch(let branch):
            var children = branch.children
            let digit = key.digit(at: depth)
            children[digit] = children[digit].replacing(key, by: leaf, depth: depth + 1)
            let changed = Branch(children)
            // A branch with a single leaf collapses to that leaf.
            guard changed.count == 1, let last = changed.children.first(where: { $0.count == 1 })
            else { return .branch(changed) }
            return last
        }
    }

    /// Returns the hash of a branch over its children's hashes.
    static func hash(ofBranch hashes: [Digest256]) -> Digest256 {
        var hasher = SHA256()
        hasher.update([nodeTag])
        for hash in hashes { hash.withBytes { hasher.update($0) } }
        return hasher.finalize()
    }
}
