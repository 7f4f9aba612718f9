import Cryptography
package import CoreVocabulary
import LedgerService

extension LedgerStoreSQLite {
    /// Begins an epoch above all of these books and the highest one known outside of them, and
    /// appends an audit row.
    ///
    /// For books that were restored from a backup. A console that has seen more than they contain
    /// notices the new epoch, stops showing its own data as current, and starts again.
    package func beginEpoch(
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
            try transaction.audit(.booksRestored, by: nil, of: UInt128(epoch), at: instant)
            return epoch
        }
    }
}

extension SQLiteTransaction {
    /// Adds an epoch, which applies from now on.
    func insertEpoch(_ epoch: UInt64, at instant: Instant) throws {
        var encoder = CanonicalEncoder(reservingCapacity: 8)
        encoder.write(epoch)
        try run(
            "INSERT INTO later_epoch (epoch, began_at) VALUES (?, ?)",
            [.blob(encoder.bytes), .instant(instant)]
        )
    }
}
