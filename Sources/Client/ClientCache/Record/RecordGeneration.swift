import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore

/// Storage for the record's generation, in another file than the record's own.
protocol RecordMarks: Sendable {
    /// Returns the last stored generation; zero if there is none.
    func recordGeneration() throws -> UInt64
    /// Stores a generation; it is on the disk when this returns.
    func setRecordGeneration(_ generation: UInt64) throws
}

/// Detects an older copy of a record by its generation number.
///
/// Every row of an older copy is validly sealed, so nothing in the file itself shows that it was
/// put back. So a number increases at each opening, comparison and closing, first in the record and
/// then in the outbox. A record whose number is behind the outbox's is an older copy. A record
/// ahead of it only lost its process between the two writes. A number missing on either side proves
/// nothing, so the record then counts as an older copy unless it is empty.
struct RecordGeneration {
    private let sealer: RowSealer

    init(_ sealer: RowSealer) {
        self.sealer = sealer
    }

    /// Starts the next generation; in an older copy, every account is put in doubt.
    ///
    /// - Returns: The new generation.
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

    /// Writes a generation into the record, and then stores it in the marks.
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
        // The record must be on the disk before the other file is written, because power may fail
        // at any time.
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.full) }
        try marks.setRecordGeneration(generation)
    }

    /// Returns the generation of the record; zero if the record is new or the value was altered.
    private func read(_ database: Database) throws -> UInt64 {
        let row = try Row.fetchOne(database, sql: "SELECT generation FROM meta")
        guard let bytes = sealer.open(row?.bytes(0) ?? [], at: RowSealer.place(.generation)) else {
            return 0
        }
        var decoder = CanonicalDecoder(bytes)
        // A value of another length was altered.
        return (try? decoder.read(UInt64.self)) ?? 0
    }

    /// Puts every account in doubt at its last entry, because later entries may be missing.
    private func doubtAll(_ rows: inout SealedRows) throws {
        let foundAt = try rows.state().confirmedAt
        for chain in try rows.chains() where chain.head.accountSequence > 0 {
            let fault = ChainFault(
                accountID: chain.head.accountID,
                accountSequence: chain.head.accountSequence,
                reason: .divergence
            )
            try RowRepair.doubt(fault, foundAt: foundAt, in: &rows)
        }
    }
}
