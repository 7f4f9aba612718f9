package import CoreVocabulary
import LedgerCore
import LedgerService
package import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Looks up a transfer with all related facts, read-only.
package struct TransferReader: Sendable {
    private let books: LedgerBooksReader
    private let zone: ZoneOffset

    /// Opens the books of a folder for reading.
    package init(_ folder: DataFolder, zone: ZoneOffset, meter: StatementMeter? = nil) throws {
        self.zone = zone
        books = try folder.booksReader(meter: meter)
    }

    /// Lists the facts of the transfers that an identifier names, one per row.
    ///
    /// - Throws: ``DaemonError``: `badData` for an invalid identifier, `noInput` if nothing has it.
    /// - Complexity: O(log n) in the entries of its accounts. For a transfer that an earlier
    ///   release booked without the number of its audit row, O(n) in the rows of the audit log.
    package func facts(of text: String) async throws -> Listing {
        let refused = try await books.read { [zone] in try $0.refusedFacts(of: text, zone) }
        if let refused { return Listing(["fact", "value"], refused) }
        let records = try await books.read { try $0.transfers(named: text) }
        let asked = try await asker(of: records)
        let rows = try await books.read { [zone] reader in
            try records.flatMap { try reader.facts(of: $0, zone) + [["by", asked]] }
        }
        return Listing(["fact", "value"], rows)
    }

    /// Returns the requester of a journal's transfers: a user with the intent key, or the bank.
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

    /// Returns the requester of a transfer of an earlier release, which names no audit row.
    private func askerWithoutLink(of record: TransferRecord) async throws -> String {
        var last: Int64? = 0
        while let after = last {
            let chunk = try await books.read { reader in
                let rows = try reader.auditRows(after: after, limit: ReadingChunk.rowCount)
                // An intent's transfer has the time of its decision, so that only few rows match.
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
    /// Returns the requester of a transfer if an audit row names one.
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
            ["amount", OperatorText.money(transfer.amount)],
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

    /// Returns the transfers that this one acts on, and those that act on it.
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

    /// Returns the names and the reference that both sides were shown.
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
    /// Returns the posted part of a hold together with its whole amount.
    func takenText(_ taken: Money) -> String {
        "\(OperatorText.money(taken)) of \(OperatorText.money(amount))"
    }
}

extension TransferRecord {
    /// Returns the state of a hold in words.
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
