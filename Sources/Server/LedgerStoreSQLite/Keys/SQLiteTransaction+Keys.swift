import CoreVocabulary
import LedgerService

extension SQLiteTransaction {
    func insert(_ key: MasterKeyRecord) throws {
        try run(
            "INSERT INTO master_key (key_no, header, proof, began_at) VALUES (?, ?, ?, ?)",
            [
                .integer(key.number), .blob(SealedHeader(number: key.number).bytes),
                .blob(key.proof), .instant(key.beganAt),
            ]
        )
    }

    func endMasterKey(_ number: MasterKey.Number, at instant: Instant) throws -> Bool {
        try run(
            "INSERT INTO master_key_end (key_no, ended_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [.integer(number), .instant(instant)]
        )
        return didChange
    }

    func update(_ value: SealedValue) throws {
        guard let column = SealedColumn.all.first(where: { $0.purpose == value.purpose }) else {
            throw LedgerStoreError(.rowInvalid, "No row has a sealed value for this.")
        }
        try run(
            "UPDATE \(column.table) SET \(column.column) = ? WHERE \(column.owner) = ?",
            [.blob(value.sealed), .bits(value.ownerBits)]
        )
        guard didChange else {
            throw LedgerStoreError(.rowInvalid, "The owner of a sealed value is not there.")
        }
    }
}
