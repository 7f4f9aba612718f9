package import CoreVocabulary
import IdentityCore
import LedgerCore
package import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Finds transfers of set-aside books that the present books lack, with their fate.
///
/// Only the transfers after the last common one are read. No possible loss is left out. A transfer
/// that was done again is listed with its new receipt.
package struct LostTransfers: Sendable {
    /// A booked transfer that the present books lack in its original form.
    package struct Item: Hashable, Sendable {
        /// The transfer as it was booked.
        package let transfer: ExportedTransfer
        /// The transfer's fate in the present books.
        package let fate: LostTransferFate
        /// The points to compare before anybody repeats it; empty if nothing is to be done.
        ///
        /// They are other owners of its account numbers, its released hold, and possible
        /// duplicates.
        package internal(set) var doubts: [LostLikeness] = []
    }

    /// The counts of the transfers found.
    package struct Count: Hashable, Sendable {
        /// Number of transfers about which somebody has to act or decide.
        package internal(set) var openCount = 0
        /// Number of transfers that were done again or noted as settled.
        package internal(set) var doneCount = 0
        /// True if there were too many to look for duplicates of each.
        ///
        /// A command may then duplicate what somebody entered again, without a warning in its line.
        package internal(set) var hasUncompared = false
    }

    /// A transfer that the present books lack, with its kind and its key.
    private struct Missing: Sendable {
        let transfer: ExportedTransfer
        let kind: TransferKind
        let isReversed: Bool
        let key: IntentKey?
    }

    /// Several consecutive lost transfers.
    private struct Page: Sendable {
        var missing: [Missing] = []
        /// Journals in the present books of transfers that consoles sent again under the same keys.
        var resent: [TransferID: JournalID] = [:]
        let lastPosition: Int64
    }

    /// Several consecutive holds of an account, with the number of the last one; nil at the end.
    private typealias HeldPage = (
        holds: [(id: TransferID, sides: EnteredTransfers.Sides)], lastNumber: Int64?
    )

    private let books: BooksPair
    private let notes: LostNotes
    private var before: LedgerBooksReader { books.before }
    private var now: LedgerBooksReader { books.now }
    /// Maximum number of distinct appearances for which duplicates are sought.
    ///
    /// Those beyond count as lost until noted otherwise, and ``Count/hasUncompared`` says so.
    var likenessLimit = 100_000

    /// Opens both books for reading.
    package init(_ previous: String, comparedWith folder: DataFolder) throws {
        books = try BooksPair(previous, comparedWith: folder)
        notes = LostNotes(besides: previous)
    }

    /// Calls a body for each transfer that is lost or was done again, in the order of booking.
    ///
    /// A transfer that its console sent again under the same key is not included.
    package func forEach(_ body: (Item) throws -> Void) async throws -> Count {
        let keys = try await intentKeys()
        let notes = try notes.all()
        var position = try await books.lastCommonPosition()
        var entered = try await enteredTransfers(keys, after: position)
        // Present identifiers of lost transfers that were sent again, for their reversals.
        var replaced: [TransferID: TransferID] = [:]
        var successors: [AccountID: [LostSuccessor]] = [:]
        var count = Count()
        count.hasUncompared = entered.lacksSome
        while let page = try await nextPage(keys, after: position) {
            for (lost, journal) in page.resent {
                replaced[lost] = try await now.read {
                    try $0.journal(journal)?.journal.transfers.first?.id
                }
            }
            for missing in page.missing {
                let fate: LostTransferFate
                if let note = notes[LostID(rawValue: missing.transfer.journalID.rawValue)] {
                    fate = .noted(note)
                } else {
                    fate = try await self.fate(of: missing, &entered, &replaced)
                }
                var item = Item(transfer: missing.transfer, fate: fate)
                if fate.isOpen {
                    let others = try await self.successors(of: item.transfer, &successors)
                    let givenBack = try await self.givenBackHold(of: missing)
                    item.doubts =
                        [LostLikeness(others), givenBack].compactMap(\.self)
                        + entered.likenesses(of: item.transfer)
                }
                try body(item)
                if fate.isOpen { count.openCount += 1 } else { count.doneCount += 1 }
            }
            position = page.lastPosition
        }
        return count
    }

    /// Returns the proof that the set-aside books are still complete.
    package func end() async throws -> LostBooksEnd { try await books.end() }

    /// Notes that a lost journal is settled, for later lists.
    ///
    /// - Throws: ``DaemonError``: `noInput` if those books have no such receipt, or the present
    ///   books have it too.
    package func noteDone(
        _ receipt: JournalID,
        note: String,
        at instant: Instant
    ) async throws -> [ExportedTransfer] {
        guard try await before.read({ try $0.journal(receipt) != nil }) else {
            throw DaemonError(
                "The books that were put aside have no receipt \(receipt), and no decision in the list "
                    + "has this identifier.",
                .noInput
            )
        }
        var listed: [ExportedTransfer] = []
        _ = try await forEach { item in
            if item.transfer.journalID == receipt { listed.append(item.transfer) }
        }
        guard !listed.isEmpty else {
            throw DaemonError(
                "The receipt \(receipt) is in no line of the list. Either the books have what it booked, "
                    + "also if a console sent that again; or it placed or released a hold, which is "
                    + "noted under the identifier in its own line. Is another one meant?",
                .noInput
            )
        }
        try notes.add(
            LostNotes.Note(notedAt: instant, text: note),
            about: LostID(rawValue: receipt.rawValue)
        )
        return listed
    }

    private func fate(
        of missing: Missing,
        _ entered: inout EnteredTransfers,
        _ replaced: inout [TransferID: TransferID]
    ) async throws -> LostTransferFate {
        switch missing.kind {
        case .post(let id):
            if let fate = try await fate(ofHold: id, taking: missing.transfer) { return fate }
        case .reversal(let id):
            return try await fate(ofReversalOf: id, missing.transfer, replaced)
        case .direct, .pend, .void: break
        }
        guard
            let found = entered.removeFirst(like: missing.transfer, isReversed: missing.isReversed)
        else { return .lost }
        replaced[missing.transfer.transferID] = found.transferID
        return .doneAgain(
            LostTransferFate.Counterpart(
                receipt: found.journalID,
                bookedAt: found.bookedAt,
                amount: found.amount,
                isCertain: false
            )
        )
    }

    /// Returns the fate of a posting, or nil if its hold can no longer be posted.
    private func fate(
        ofHold id: TransferID,
        taking transfer: ExportedTransfer
    ) async throws -> LostTransferFate? {
        try await now.read { reader -> LostTransferFate? in
            guard let hold = try reader.transfer(id) else { return nil }
            switch hold.pendingStatus {
            case .posted:
                return try hold.resolution?.resolvedBy.flatMap { try reader.counterpart($0) }
                    .map { LostTransferFate.doneAgain($0) }
            case .pending:
                let amount = MoneyFormatter(.plain).text(transfer.amount)
                let command = ShellCommand("hold post").argument(id.description)
                return .repeatable(command.option("--amount", amount))
            case .none, .voided, .expired: return nil
            }
        }
    }

    /// Returns the hold that a lost transfer posted, if it was voided in the present books.
    ///
    /// Nobody decided about a hold that expired.
    private func givenBackHold(of missing: Missing) async throws -> LostLikeness? {
        guard case .post(let id) = missing.kind else { return nil }
        let status = try await now.read { try $0.transfer(id)?.pendingStatus }
        return status == .voided ? .givenBack(id) : nil
    }

    private func fate(
        ofReversalOf id: TransferID,
        _ transfer: ExportedTransfer,
        _ replaced: [TransferID: TransferID]
    ) async throws -> LostTransferFate {
        let known = replaced[id]
        let fate = try await now.read { reader -> LostTransferFate? in
            guard
                let original = try reader.transfer(id) ?? known.flatMap({ try reader.transfer($0) })
            else { return nil }
            if let found = try original.reversedBy.flatMap({ try reader.counterpart($0) }) {
                return .doneAgain(found)
            }
            // Earlier releases booked longer references, which the bank refuses now.
            return .repeatable(
                ShellCommand("reverse").argument(original.transfer.id.description)
                    .option("--reference", ReviewedTransfer.cut(reference: transfer.reference))
            )
        }
        if let fate { return fate }
        let receipt = try await before.read { try $0.transfer(id)?.journalID }
        return receipt.map { LostTransferFate.lostWithOriginal($0) } ?? .lost
    }
}

extension LostTransfers {
    /// Returns the other owners of a transfer's account numbers.
    private func successors(
        of transfer: ExportedTransfer,
        _ known: inout [AccountID: [LostSuccessor]]
    ) async throws -> [LostSuccessor] {
        var found: [LostSuccessor] = []
        for id in [transfer.debit.accountID, transfer.credit.accountID] {
            if known[id] == nil {
                let stored = try await before.read { try $0.account(id) }
                let successor = try await now.read { reader in
                    try stored.flatMap { try reader.presence(of: $0).successor }
                }
                known[id] = [successor].compactMap(\.self)
            }
            found += known[id] ?? []
        }
        return found
    }

    /// Returns the next earlier transfers, sorted by what became of them, or nil at the end.
    private func nextPage(
        _ keys: [JournalID: IntentKey],
        after position: Int64
    ) async throws -> Page? {
        let chunk = try await before.read { reader in
            try reader.exportedTransfers(
                ExportFilter(),
                after: position,
                limit: ReadingChunk.rowCount
            )
            .map { transfer in
                let record = try reader.transfer(transfer.transferID)
                return Missing(
                    transfer: transfer,
                    kind: record?.transfer.kind ?? .direct,
                    isReversed: record?.reversedBy != nil,
                    key: keys[transfer.journalID]
                )
            }
        }
        guard let last = chunk.last else { return nil }
        return try await now.read { reader in
            var page = Page(lastPosition: last.transfer.position)
            for missing in chunk {
                let id = missing.transfer.transferID
                guard try reader.transfer(id) == nil else { continue }
                if let key = missing.key,
                    case .posted(let journal)? = try reader.intent(key)?.decision.outcome
                {
                    page.resent[id] = journal
                } else {
                    page.missing.append(missing)
                }
            }
            return page
        }
    }

    /// Collects the present transfers that look like lost ones and have no other explanation.
    private func enteredTransfers(
        _ keys: [JournalID: IntentKey],
        after start: Int64
    ) async throws -> EnteredTransfers {
        var wanted: Set<EnteredTransfers.Likeness> = []
        var wantedSides: Set<EnteredTransfers.Sides> = []
        var resent: Set<JournalID> = []
        var entered = EnteredTransfers()
        var position = start
        while let page = try await nextPage(keys, after: position) {
            for missing in page.missing {
                let likeness = EnteredTransfers.Likeness(missing.transfer)
                guard wanted.count < likenessLimit || wanted.contains(likeness) else {
                    entered.lacksSome = true
                    continue
                }
                wanted.insert(likeness)
                wantedSides.insert(EnteredTransfers.Sides(missing.transfer))
            }
            resent.formUnion(page.resent.values)
            position = page.lastPosition
        }
        guard !wanted.isEmpty else { return entered }
        try await addHolds(between: wantedSides, to: &entered)
        position = start
        while true {
            let after = position
            let chunk = try await now.read {
                try $0.exportedTransfers(ExportFilter(), after: after, limit: ReadingChunk.rowCount)
            }
            guard let last = chunk.last else { return entered }
            // Transfers of the same appearance also move the same money.
            let alike = chunk.filter {
                wantedSides.contains(EnteredTransfers.Sides($0)) && !resent.contains($0.journalID)
            }
            for found in try await unexplained(alike) { entered.add(found) }
            position = last.position
        }
    }

    /// Adds the holds that only the present books have and that reserve lost transfers' money.
    ///
    /// - Complexity: O(n) in the payers of these transfers and their present holds.
    private func addHolds(
        between wanted: Set<EnteredTransfers.Sides>,
        to entered: inout EnteredTransfers
    ) async throws {
        var amounts: [String: Set<Money>] = [:]
        for sides in wanted { amounts[sides.debit, default: []].insert(sides.amount) }
        for (payer, ofPayer) in amounts {
            var last: Int64? = 0
            while let after = last {
                let page = try await holds(ofAccount: payer, of: ofPayer, after: after)
                let unknown = try await before.read { reader in
                    try page.holds.filter { try reader.transfer($0.id) == nil }
                }
                for hold in unknown where wanted.contains(hold.sides) {
                    entered.add(held: hold.id, hold.sides)
                }
                last = page.lastNumber
            }
        }
    }

    /// Returns the next present holds of an account with any of some amounts.
    private func holds(
        ofAccount number: String,
        of amounts: Set<Money>,
        after place: Int64
    ) async throws -> HeldPage {
        try await now.list { reader in
            guard let id = try reader.account(number: number) else { return ([], nil) }
            let lines = try reader.pendingHolds(of: id, after: place, limit: ReadingChunk.rowCount)
            var page: HeldPage = ([], lines.last?.number)
            for line in lines where amounts.contains(line.hold.amount) {
                guard let record = try reader.transfer(line.hold.transferID),
                    record.transfer.debitAccountID == id,
                    let payee = try reader.account(record.transfer.creditAccountID)
                else { continue }
                let sides = EnteredTransfers.Sides(
                    debit: number,
                    credit: payee.profile.number,
                    amount: line.hold.amount
                )
                page.holds.append((id: line.hold.transferID, sides: sides))
            }
            return page
        }
    }

    /// Returns the present transfers that the earlier books do not explain: neither a transfer of
    /// theirs, nor the end of a hold or the reversal of a transfer of theirs.
    private func unexplained(
        _ transfers: [ExportedTransfer]
    ) async throws -> [EnteredTransfers.Entered] {
        let candidates = try await now.read { reader in
            try transfers.compactMap { transfer in
                try reader.transfer(transfer.transferID).map { (transfer, $0) }
            }
        }
        return try await before.read { reader in
            try candidates.compactMap { transfer, record -> EnteredTransfers.Entered? in
                if case .reversal = record.transfer.kind { return nil }
                let ids = [transfer.transferID, record.transfer.kind.actsOn].compactMap(\.self)
                if try ids.contains(where: { try reader.transfer($0) != nil }) { return nil }
                return EnteredTransfers.Entered(
                    transfer: transfer,
                    isReversed: record.reversedBy != nil
                )
            }
        }
    }

    /// Returns the intent keys of journals that users had booked since the books diverged.
    ///
    /// Only these rows of the audit log connect the two.
    private func intentKeys() async throws -> [JournalID: IntentKey] {
        let head = try await before.read { try $0.auditHead().number }
        var number = try await books.lastCommonAuditNumber()
        var found: [JournalID: IntentKey] = [:]
        while number < head {
            let after = number
            let chunk = try await before.read { reader in
                let rows = try reader.auditRows(after: after, limit: ReadingChunk.rowCount)
                let keys = rows.filter { $0.action == .intentDecided && $0.result == .done }
                    .compactMap { $0.objectBits.map { IntentKey(rawValue: $0) } }
                let intents = try keys.compactMap { try reader.intent($0) }
                return (last: rows.last?.number, decisions: intents.map(\.decision))
            }
            for decision in chunk.decisions {
                if case .posted(let journal) = decision.outcome { found[journal] = decision.key }
            }
            guard let last = chunk.last else { break }
            number = last
        }
        return found
    }
}

extension LedgerReading {
    /// Returns a transfer as the certain counterpart of a lost one, or nil if it does not exist.
    fileprivate func counterpart(_ id: TransferID) throws -> LostTransferFate.Counterpart? {
        try transfer(id).map { record in
            LostTransferFate.Counterpart(
                receipt: record.journalID,
                bookedAt: record.bookedAt,
                amount: record.transfer.amount,
                isCertain: true
            )
        }
    }
}
