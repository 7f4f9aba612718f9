public import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Looks a transfer up, with all that hangs on it, and books nothing.
public struct TransferReader: Sendable {
    /// How many lines of the audit log are read at a time.
    private static let chunkCount = ReadingChunk.rowCount

    private let books: LedgerBooksReader
    private let zone: ZoneOffset

    /// Opens the books of a folder, to be read only.
    ///
    /// - Throws: ``DaemonError`` when there is no bank, or its books cannot be read.
    public init(_ folder: DataFolder, zone: ZoneOffset) throws {
        try self.init(folder, zone: zone, meter: nil)
    }

    init(_ folder: DataFolder, zone: ZoneOffset, meter: StatementMeter?) throws {
        try folder.requireBank()
        self.zone = zone
        do {
            books = try LedgerBooksReader(path: folder.booksPath, meter: meter)
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: folder)
        }
    }

    /// All about the transfers that a number names, a line for each fact: both sides, the amount,
    /// when and by whom, and the holds and reversals that belong to it; of what was refused or taken
    /// back also why.
    ///
    /// - Parameter text: A transfer's identifier, a receipt, the key of an intent, or the identifier of
    ///   a journal that was refused.
    /// - Returns: The facts of one transfer after the other.
    /// - Throws: ``DaemonError``: `badData` for no identifier, `noInput` when there is none.
    /// - Complexity: O(log n) in the entries of its accounts; for one that an earlier release booked
    ///   without the number of its line, O(n) in the lines of the audit log.
    public func facts(of text: String) async throws -> Listing {
        let refused = try await books.read { [zone] in try $0.refusedFacts(of: text, zone) }
        if let refused { return Listing(["fact", "value"], refused) }
        let records = try await books.read { try $0.transfers(named: text) }
        let asked = try await asker(of: records)
        let rows = try await books.read { [zone] reader in
            try records.flatMap { try reader.facts(of: $0, zone) + [["by", asked]] }
        }
        return Listing(["fact", "value"], rows)
    }

    /// Who asked for transfers of one journal: a user with the key of the intent, or the bank.
    private func asker(of records: [TransferRecord]) async throws -> String {
        guard let record = records.first, record.transfer.kind == .direct else { return "the bank" }
        let linked = try await books.list { reader -> String? in
            guard let number = try reader.auditNumber(of: record.transfer.id) else { return nil }
            let line = try reader.auditRows(after: number - 1, limit: 1).first
            return try line.flatMap { try reader.asker(of: record, in: $0) } ?? "the bank"
        }
        if let linked { return linked }
        return try await askerWithoutLink(of: record)
    }

    /// Who asked for a transfer of an earlier release, which names no line of the audit log.
    private func askerWithoutLink(of record: TransferRecord) async throws -> String {
        var last: Int64? = 0
        while let after = last {
            let chunk = try await books.read { reader in
                let rows = try reader.auditRows(after: after, limit: Self.chunkCount)
                // An intent's transfer has the time of its decision, so that few are looked at.
                let sameTime = rows.lazy.filter { $0.at == record.transfer.eventAt }
                var asker: String?
                for row in sameTime where asker == nil {
                    asker = try reader.asker(of: record, in: row)
                }
                return (last: rows.last?.number, asker: asker)
            }
            if let asker = chunk.asker { return asker }
            last = chunk.last
        }
        return "the bank"
    }
}

extension LedgerReading {
    /// Who asked for a transfer, from the line of the audit log that tells of it; nil for any other
    /// line, and for one of the bank's own.
    fileprivate func asker(of record: TransferRecord, in row: AuditRow) throws -> String? {
        guard row.action == .intentDecided, try journalID(of: row) == record.journalID else {
            return nil
        }
        let name = try row.actor.map { try user($0)?.name ?? $0.description } ?? "nobody"
        let key = row.objectBits.map { IntentKey(rawValue: $0).description } ?? "-"
        return "\(name), by the intent \(key)"
    }

    fileprivate func facts(of record: TransferRecord, _ zone: ZoneOffset) throws -> [[String]] {
        let transfer = record.transfer
        let shown = try shownText(of: record)
        var rows = [
            ["transfer", transfer.id.description],
            [transfer.kind.isBooked ? "receipt" : "journal", record.journalID.description],
            ["kind", transfer.kind.word],
            ["amount", MoneyFormatter(.plain).textWithCode(transfer.amount)],
            ["from", try partyText(of: transfer.debitAccountID)],
            ["to", try partyText(of: transfer.creditAccountID)],
            ["shown to the payer", shown.debtor], ["shown to the payee", shown.creditor],
            ["reference", shown.reference], ["when", zone.text(of: record.bookedAt)],
            ["value date", transfer.valueDate.description],
        ]
        rows += try links(of: record, zone)
        if let id = record.makerID {
            let name = try user(id)?.name ?? id.description
            rows.append(["made by", "\(name), in the holder's place"])
        }
        return rows
    }

    /// The transfers that this one acts on, and those that act on it.
    private func links(of record: TransferRecord, _ zone: ZoneOffset) throws -> [[String]] {
        var rows: [[String]] = []
        switch record.transfer.kind {
        case .direct: break
        case .pend(let expiresAt):
            rows.append(["until", expiresAt.map { zone.endText(of: $0) } ?? "without end"])
            rows.append(["state", record.stateText(zone)])
            if let id = record.resolution?.resolvedBy {
                rows.append(["ended by", id.description])
                let end = try transfer(id)?.transfer
                if let end, record.pendingStatus == .posted {
                    rows.append(["taken", record.transfer.takenText(end.amount)])
                }
            }
        case .post(let id), .void(let id): rows.append(["the hold", id.description])
        case .reversal(of: let id): rows.append(["reverses", id.description])
        }
        if let id = record.reversedBy { rows.append(["reversed by", id.description]) }
        return rows
    }

    /// The names and the reference that both sides are shown, as the entries or the hold have them.
    private func shownText(
        of record: TransferRecord
    ) throws -> (debtor: String, creditor: String, reference: String) {
        let transfer = record.transfer
        let debit = try entry(of: record, in: transfer.debitAccountID)
        let credit = try entry(of: record, in: transfer.creditAccountID)
        if debit != nil || credit != nil {
            return (
                debit?.counterparty ?? "-", credit?.counterparty ?? "-",
                debit?.reference ?? credit?.reference ?? "-"
            )
        }
        let heldID = transfer.kind.actsOn ?? transfer.id
        let held = try hold(heldID, of: transfer.debitAccountID)
        return (held?.counterparty ?? "-", "-", held?.reference ?? "-")
    }
}

extension Transfer {
    /// A part of what a hold held, as it is told with the whole.
    func takenText(_ taken: Money) -> String {
        let formatter = MoneyFormatter(.plain)
        return "\(formatter.textWithCode(taken)) of \(formatter.textWithCode(amount))"
    }
}

extension TransferRecord {
    /// How a hold stands.
    fileprivate func stateText(_ zone: ZoneOffset) -> String {
        let end = resolution.map { " \(zone.text(of: $0.resolvedAt))" } ?? ""
        return switch pendingStatus {
        case .none: "-"
        case .pending: "holds it"
        case .posted: "taken\(end)"
        case .voided: "released\(end)"
        case .expired: "ran out of time\(end)"
        }
    }
}
