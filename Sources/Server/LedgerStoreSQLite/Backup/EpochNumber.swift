import CoreVocabulary

/// Generator of epoch numbers, each higher than all before it.
///
/// A later epoch has the Unix time of its start in its upper bits. Therefore it is higher than
/// every earlier one even where those are unknown, such as after a restoration on another machine.
/// The lower bits are random, so that two restorations of one backup are two epochs.
enum EpochNumber {
    private static let randomBitCount: UInt64 = 24
    private static let firstBitCount: UInt64 = 40

    /// Returns the epoch of new books, which is below every later one.
    static func first(random: UInt64) -> UInt64 {
        1 + random >> (64 - firstBitCount)
    }

    /// Returns an epoch above the highest known one.
    ///
    /// - Throws: ``LedgerStoreError`` if no number is left, which only a damaged file causes.
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
