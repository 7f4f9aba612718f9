import ClientService
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
            let row = try Row.fetchOne(database, sql: "SELECT generation FROM meta")
            // Zero if the record is new or the value was altered.
            let held = sealer.number(in: row?.bytes(0), .generation)
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
    func mark(_ generation: UInt64, _ queue: DatabaseQueue, _ marks: any RecordMarks) throws {
        let sealed = sealer.seal(generation, as: .generation).blob
        try queue.write { database in
            try database.execute(sql: "UPDATE meta SET generation = ?", arguments: [sealed])
        }
        // The record must be on the disk before the other file is written, because power may fail
        // at any time.
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.full) }
        try marks.setRecordGeneration(generation)
    }

    /// Puts every account in doubt at its last entry, because later entries may be missing.
    private func doubtAll(_ rows: inout SealedRows) throws {
        let foundAt = try rows.state().confirmedAt
        for chain in try rows.chains() where chain.head.accountSequence > 0 {
            let head = chain.head
            let fault = ChainFault.divergence(head.accountID, at: head.accountSequence)
            try RowRepair.doubt(fault, foundAt: foundAt, in: &rows)
        }
    }
}
