import CoreVocabulary
import Cryptography

/// Key of an account in the trie: the SHA-256 of its identifier, as 64 hexadecimal digits.
///
/// Keys are spread evenly whatever the identifiers are, and adding an account moves no other.
struct TrieKey: Hashable, Comparable, Sendable {
    private static let digitBitCount = 4
    private static let digitsInHalf = 32

    private let high: UInt128
    private let low: UInt128

    init(of accountID: AccountID) {
        var encoder = CanonicalEncoder(reservingCapacity: AccountID.byteCount)
        encoder.write(accountID)
        (high, low) = Digest256(hashing: encoder.bytes).withBytes { bytes in
            var halves = (UInt128(0), UInt128(0))
            for index in 0..<16 {
                halves.0 = halves.0 << 8 | UInt128(bytes[index])
                halves.1 = halves.1 << 8 | UInt128(bytes[index + 16])
            }
            return halves
        }
    }

    /// Returns the digit at a depth, 0 to 15; depth 0 is the most significant.
    func digit(at depth: Int) -> Int {
        let half = depth < Self.digitsInHalf ? high : low
        let place = Self.digitsInHalf - 1 - depth % Self.digitsInHalf
        return Int(truncatingIfNeeded: (half >> (Self.digitBitCount * place)) & 0xF)
    }

    /// Returns true if the key is at or below the path.
    func begins(with path: TriePath) -> Bool {
        path.digits.indices.allSatisfy { digit(at: $0) == Int(path.digits[$0]) }
    }

    static func < (left: TrieKey, right: TrieKey) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

/// A leaf with its key and hash, each computed once.
final class PlacedLeaf: Sendable {
    let key: TrieKey
    let leaf: AccountLeaf
    let hash: Digest256

    init(_ leaf: AccountLeaf, at key: TrieKey) {
        self.key = key
        self.leaf = leaf
        hash = leaf.hash
    }

    convenience init(_ leaf: AccountLeaf) {
        self.init(leaf, at: TrieKey(of: leaf.accountID))
    }
}
