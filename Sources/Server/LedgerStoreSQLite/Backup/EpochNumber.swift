import CoreVocabulary

/// Chooses the numbers of epochs, each higher than every one before it.
///
/// A later epoch carries the second at which it began in its upper bits, so that it is higher than
/// every earlier one also where nobody knows of those: books may be put back on another machine.
/// The lower bits are random, so that two restorations of one backup are two epochs.
enum EpochNumber {
    private static let randomBitCount: UInt64 = 24
    private static let firstBitCount: UInt64 = 40

    /// The epoch of new books, below every later one.
    static func first(random: UInt64) -> UInt64 {
        1 + random >> (64 - firstBitCount)
    }

    /// The epoch after the highest that is known.
    ///
    /// - Throws: ``LedgerStoreError`` when no number is left, which only a damaged file brings about.
    static func next(
        after known: UInt64,
        at instant: Instant,
        random: UInt64
    ) throws(LedgerStoreError) -> UInt64 {
        let chance = random >> (64 - randomBitCount)
        let (following, overflow) = known.addingReportingOverflow(1 + chance)
        guard !overflow else {
            throw LedgerStoreError.invalidRow("later_epoch")
        }
        let seconds = UInt64(clamping: instant.secondsSinceEpoch)
        return max(following, seconds << randomBitCount | chance)
    }
}
