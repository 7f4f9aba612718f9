import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore

/// Where it is remembered how far a record has come: in another file than its own.
protocol RecordMarks: Sendable {
    /// The last generation that was remembered; zero for none.
    func recordGeneration() throws -> UInt64
    /// Remembers a generation; it is on the disk when this returns.
    func setRecordGeneration(_ generation: UInt64) throws
}

/// Tells an older copy of a record from the record.
///
/// Every row of an older copy is sealed and right, so nothing in the file itself shows that it was
/// put back. Hence a number that grows at each opening, comparison and closing, first in the record
/// and then in the outbox: a record that is behind the outbox is an older copy. One that is ahead
/// only lost its process between the two. A number that is missing on either side proves nothing, so
/// that the record counts as an older copy unless it is empty.
struct RecordGeneration {
    private let sealer: RowSealer

    init(_ sealer: RowSealer) {
        self.sealer = sealer
    }

    /// Begins another generation; when the file is an older copy, every account in it is in doubt.
    ///
    /// - Returns: The generation that was begun.
    func begin(_ queue: DatabaseQueue, _ marks: any RecordMarks) throws -> UInt64 {
        let remembered = try marks.recordGeneration()
        let held = try queue.write { database in
            let held = try read(database)
            if held < remembered || held == 0 || remembered == 0 {
                var rows = SealedRows(database: database, sealer: sealer)
                try doubtAll(&rows)
            }
            return held
        }
        let generation = max(held, remembered) + 1
        try mark(generation, queue, marks)
        return generation
    }

    /// Writes a generation into the record, and then remembers it.
    func mark(
        _ generation: UInt64,
        _ queue: DatabaseQueue,
        _ marks: any RecordMarks
    ) throws {
        var encoder = CanonicalEncoder()
        encoder.write(generation)
        let sealed = sealer.seal(encoder.bytes, at: RowSealer.place(.generation))
        try queue.write { database in
            try database.execute(
                sql: "UPDATE meta SET generation = ?",
                arguments: [sealed.blob]
            )
        }
        // On the disk before the other file says so: the power may go at any time.
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.full) }
        try marks.setRecordGeneration(generation)
    }

    /// The generation of the record; zero for one that has just been made, and for one that was
    /// changed.
    private func read(_ database: Database) throws -> UInt64 {
        let row = try Row.fetchOne(database, sql: "SELECT generation FROM meta")
        guard let bytes = sealer.open(row?.bytes(0) ?? [], at: RowSealer.place(.generation)) else {
            return 0
        }
        var decoder = CanonicalDecoder(bytes)
        return (try? decoder.read(UInt64.self)) ?? 0
    }

    /// Names the last entry of each account: what came after it may be missing.
    private func doubtAll(_ rows: inout SealedRows) throws {
        let foundAt = try rows.state().confirmedAt
        for chain in try rows.chains() where chain.head.accountSequence > 0 {
            let fault = ChainFault(
                accountID: chain.head.accountID,
                accountSequence: chain.head.accountSequence,
                reason: .divergence
            )
            try RecordKeeper.doubt(fault, foundAt: foundAt, in: &rows)
        }
    }
}
