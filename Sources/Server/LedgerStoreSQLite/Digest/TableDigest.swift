import CoreVocabulary
import Cryptography

/// Number of a table's rows and the sum of their hashes.
///
/// The order of the rows does not matter, so inserting, deleting or changing a row costs a constant
/// number of additions. A difference between two states of a table is a digest as well, and its
/// count may be negative.
struct TableDigest: Hashable {
    /// The digest of a table without rows.
    static let zero = TableDigest(rowCount: 0, words: [0, 0, 0, 0])

    private(set) var rowCount: Int64
    /// The sum modulo 2^256, least significant word first; stored inline, because every row that
    /// changes is added.
    private var words: SIMD4<UInt64>

    private init(rowCount: Int64, words: SIMD4<UInt64>) {
        self.rowCount = rowCount
        self.words = words
    }

    /// Creates a digest from stored ``bytes``; returns nil for another length.
    init?(rowCount: Int64, bytes: [UInt8]) {
        guard let digest = Digest256(bytes) else { return nil }
        self.init(rowCount: rowCount, words: Self.words(of: digest))
    }

    /// The 32 bytes of the sum, most significant first.
    var bytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: Digest256.byteCount)
        for index in words.indices.reversed() { encoder.write(words[index]) }
        return encoder.bytes
    }

    /// Adds a row with the given hash.
    mutating func add(_ hash: Digest256) {
        rowCount += 1
        add(Self.words(of: hash))
    }

    /// Subtracts a row with the given hash.
    mutating func remove(_ hash: Digest256) {
        rowCount -= 1
        // The two's complement is added, which subtracts the hash.
        add(~Self.words(of: hash))
        add([1, 0, 0, 0])
    }

    /// Adds the rows of another digest.
    mutating func add(_ other: TableDigest) {
        rowCount += other.rowCount
        add(other.words)
    }

    private mutating func add(_ other: SIMD4<UInt64>) {
        var carry: UInt64 = 0
        for index in words.indices {
            let (sum, overflow) = words[index].addingReportingOverflow(other[index])
            let (total, carried) = sum.addingReportingOverflow(carry)
            words[index] = total
            carry = overflow || carried ? 1 : 0
        }
    }

    private static func words(of digest: Digest256) -> SIMD4<UInt64> {
        let words = digest.words
        return [words[3], words[2], words[1], words[0]]
    }
}
