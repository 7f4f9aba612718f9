import CoreVocabulary

/// Sums of keyed hashes over the rows of accounts, holds and payees, modulo 2^128, by group.
///
/// Each of these rows is sealed by itself, and an older copy of a row is as validly sealed as the
/// row that replaced it. The sums are sealed together with the cursor, so that an older copy, a
/// missing row and an added row show as a different sum. The order does not matter, so a change
/// costs one addition. If a group's sum differs, it is unknown which row is wrong, and all rows of
/// the group are fetched again. There are enough groups to keep this small.
struct RowSums: Hashable {
    /// Number of groups of accounts with their holds.
    ///
    /// Each group costs two sums of 16 bytes with every batch.
    static let accountGroupCount = 64
    /// Number of the group of all payees.
    static let payeeGroup = accountGroupCount
    private static let zeros = [UInt128](repeating: 0, count: accountGroupCount + 1)

    /// Sums over the rows in use, by group.
    var current = RowSums.zeros
    /// Sums over the staged rows, by group.
    var staged = RowSums.zeros

    /// Returns the group of an account and its holds, from the random last byte of its identifier.
    static func group(ofAccount identifier: [UInt8]) -> Int {
        Int(identifier.last ?? 0) % accountGroupCount
    }

    /// The sum of a group, over its staged rows or its rows in use.
    subscript(staged isStaged: Bool, group: Int) -> UInt128 {
        get { isStaged ? staged[group] : current[group] }
        set { if isStaged { staged[group] = newValue } else { current[group] = newValue } }
    }

    /// Subtracts other sums, group by group.
    mutating func subtract(_ other: RowSums) {
        for group in current.indices {
            current[group] &-= other.current[group]
            staged[group] &-= other.staged[group]
        }
    }
}

extension RowSums {
    /// Decodes sums that ``write(to:)`` wrote.
    init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self.init()
        for group in current.indices { current[group] = try decoder.read(UInt128.self) }
        for group in staged.indices { staged[group] = try decoder.read(UInt128.self) }
    }

    /// Encodes all sums, those of the rows in use first.
    func write(to encoder: inout CanonicalEncoder) {
        for sum in current { encoder.write(sum) }
        for sum in staged { encoder.write(sum) }
    }
}
