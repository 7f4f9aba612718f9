import Cryptography
public import CoreVocabulary
import LedgerService

extension LedgerStoreSQLite {
    /// Begins a new epoch, and says so in the audit log.
    ///
    /// For books that were put back from a backup: a console that has seen more than they know
    /// notices the other epoch, shows nothing of its own as current, and starts again.
    ///
    /// - Parameters:
    ///   - instant: Now.
    ///   - highest: The highest epoch that is known outside of these books; zero for none.
    /// - Returns: The epoch, higher than that and than every one of these books.
    /// - Throws: ``LedgerStoreError``.
    public func beginEpoch(
        at instant: Instant,
        after highest: UInt64 = 0
    ) async throws -> UInt64 {
        var random = SecureRandom()
        let bits: UInt64 = random.next()
        return try await write { transaction in
            guard let transaction = transaction as? SQLiteTransaction else {
                invariantBroken("the transactions of this store are its own")
            }
            let epoch = try EpochNumber.next(
                after: max(highest, try transaction.epoch()),
                at: instant,
                random: bits
            )
            try transaction.insertEpoch(epoch, at: instant)
            try transaction.audit(.booksRestored, by: nil, objectBits: UInt128(epoch), at: instant)
            return epoch
        }
    }
}

extension SQLiteTransaction {
    fileprivate func insertEpoch(_ epoch: UInt64, at instant: Instant) throws {
        var encoder = CanonicalEncoder(reservingCapacity: 8)
        encoder.write(epoch)
        try run(
            "INSERT INTO later_epoch (epoch, began_at) VALUES (?, ?)",
            [.blob(encoder.bytes), .instant(instant)]
        )
    }
}
