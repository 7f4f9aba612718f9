import CoreVocabulary

/// The sums of the keyed hashes of accounts, holds and payees, modulo 2^128, by groups.
///
/// Each of these rows is sealed by itself, and an older copy of one is as well sealed as the row that
/// it replaces. The sums are sealed together with the cursor: an older copy, a row that is gone and
/// one that was added do not add up to them. The order does not matter, so that a change costs one
/// addition. Where a group does not add up, nobody can tell which of its rows is wrong, and all of
/// them are fetched again: there are so many groups that this is little.
struct RowSums: Hashable {
    /// Groups of accounts with their holds.
    ///
    /// Each costs two sums of 16 bytes with every batch.
    static let accountGroupCount = 64
    /// The group of all payees.
    static let payeeGroup = accountGroupCount
    private static let zeros = [UInt128](repeating: 0, count: accountGroupCount + 1)

    /// The sums over the rows in use, by group.
    var current = RowSums.zeros
    /// The sums over the staged rows, by group.
    var staged = RowSums.zeros

    /// The group of an account and its holds, by its identifier, whose last bits are random.
    static func group(ofAccount identifier: [UInt8]) -> Int {
        Int(identifier.last ?? 0) % accountGroupCount
    }

    /// The sum of a group, of its staged rows or of the others.
    subscript(staged isStaged: Bool, group: Int) -> UInt128 {
        get { isStaged ? staged[group] : current[group] }
        set { if isStaged { staged[group] = newValue } else { current[group] = newValue } }
    }

    /// Takes other sums away.
    mutating func subtract(_ other: RowSums) {
        for group in current.indices {
            current[group] &-= other.current[group]
            staged[group] &-= other.staged[group]
        }
    }
}

extension RowSums {
    /// Reads what ``write(to:)`` wrote.
    init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self.init()
        for group in current.indices { current[group] = try decoder.read(UInt128.self) }
        for group in staged.indices { staged[group] = try decoder.read(UInt128.self) }
    }

    /// Writes all sums, those of the rows that are read first.
    func write(to encoder: inout CanonicalEncoder) {
        for sum in current { encoder.write(sum) }
        for sum in staged { encoder.write(sum) }
    }
}
