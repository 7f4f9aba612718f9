public import CoreVocabulary
import IdentityCore
import LedgerCore
public import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Finds what books that were put aside held, and the books of now lack, and what became of it since.
///
/// Only what follows the last transfer that both have is read. Nothing that may still be lost is left
/// out: what was done again is named with the receipt that it has now.
public struct LostTransfers: Sendable {
    /// A booked transfer that the books of now lack as it was.
    public struct Item: Hashable, Sendable {
        /// The transfer as it was booked.
        public let transfer: ExportedTransfer
        /// The key under which its maker asked for it; nil for one that the bank itself booked.
        public let intentKey: IntentKey?
        /// What became of it.
        public let fate: LostTransferFate
        /// The things to compare before anybody does it again; none when nothing is to be done.
        ///
        /// They are other people under the numbers of its accounts, its hold that somebody gave back,
        /// and something that may be it.
        public internal(set) var doubts: [LostLikeness] = []
    }

    /// The numbers of those that were found.
    public struct Count: Hashable, Sendable {
        /// Those about which somebody has to do or to decide something.
        public internal(set) var openCount = 0
        /// Those that were done again, or of which somebody noted that they need nothing more.
        public internal(set) var doneCount = 0
        /// True if there were too many to look for each by what it looks like: then a command may do
        /// again what somebody did, and its line says nothing of that.
        public internal(set) var hasUncompared = false
    }

    /// A transfer that the books of now lack, and what it did.
    private struct Missing: Sendable {
        let transfer: ExportedTransfer
        let kind: TransferKind
        let isReversed: Bool
        let key: IntentKey?
    }

    /// Some lost transfers in a row.
    private struct Page: Sendable {
        var missing: [Missing] = []
        /// The journals in which the books of now have those that consoles sent again, under the same
        /// keys.
        var resent: [TransferID: JournalID] = [:]
        let lastPosition: Int64
    }

    /// Some holds of an account in a row.
    private struct HeldPage: Sendable {
        var holds: [(id: TransferID, sides: EnteredTransfers.Sides)] = []
        /// The place of the last one in the list of its account; nil at the end.
        var lastNumber: Int64?
    }

    /// How many lines are read at a time.
    private static let chunkCount = ReadingChunk.rowCount
    /// The most lost transfers that are looked for by what they look like; those beyond are lost until
    /// somebody notes otherwise, and ``Count/hasUncompared`` says that there are some.
    static let likenessLimit = 100_000

    private let books: BooksPair
    private let notes: LostNotes
    private var before: LedgerBooksReader { books.before }
    private var now: LedgerBooksReader { books.now }
    /// The most that are looked for by what they look like; of several that look the same, one counts.
    var likenessLimit = Self.likenessLimit

    /// Opens both books, to be read only.
    ///
    /// - Parameters:
    ///   - previous: The file of the books that were put aside.
    ///   - folder: The bank, whose server may be running.
    /// - Throws: ``DaemonError`` when one of them cannot be read.
    public init(_ previous: String, comparedWith folder: DataFolder) throws {
        books = try BooksPair(previous, comparedWith: folder)
        notes = LostNotes(besides: previous)
    }

    /// Hands each booked transfer that is lost, or was done again, to a body, in the order of booking.
    ///
    /// One that its console sent again after the restoration, under the same key, is not among them.
    ///
    /// - Parameter body: Takes one transfer after the other.
    /// - Returns: How many there are.
    /// - Throws: What the body throws, and what the books throw.
    public func forEach(_ body: (Item) throws -> Void) async throws -> Count {
        let keys = try await intentKeys()
        let notes = try notes.all()
        var position = try await books.lastCommonPosition()
        var entered = try await enteredTransfers(keys, after: position)
        // Under which number the books of now have a lost one, for its reversal.
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
                var item = Item(transfer: missing.transfer, intentKey: missing.key, fate: fate)
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

    /// The proof that the books which were put aside still have what they had then.
    ///
    /// - Throws: What the books throw.
    public func end() async throws -> LostBooksEnd { try await books.end() }

    /// Notes that a lost journal needs nothing more, for whoever lists what is lost next.
    ///
    /// - Parameters:
    ///   - receipt: Its receipt in the books that were put aside.
    ///   - note: Who decided what.
    ///   - instant: Now.
    /// - Returns: Its transfers that are listed, as they were booked.
    /// - Throws: ``DaemonError``: `noInput` when those books have no such receipt, or the books of now
    ///   have it too.
    public func noteDone(
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
        guard let found = entered.take(like: missing.transfer, isReversed: missing.isReversed)
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

    /// What became of a transfer that took a hold; nil when the books of now cannot take that any more.
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

    /// The hold that a lost transfer took, where somebody gave it back in the books of now.
    ///
    /// Of one whose time ran out nobody decided anything.
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
            // Earlier releases booked longer ones, which the bank refuses.
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
    /// The accounts of others that have the numbers of a transfer's accounts now.
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

    /// The next transfers of the books before, and which of them the books of now lack; nil at the end.
    private func nextPage(
        _ keys: [JournalID: IntentKey],
        after position: Int64
    ) async throws -> Page? {
        let chunk = try await before.read { reader in
            try reader.exportedTransfers(ExportFilter(), after: position, limit: Self.chunkCount)
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

    /// The transfers of the books of now that look like lost ones, and that nothing else explains.
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
                try $0.exportedTransfers(ExportFilter(), after: after, limit: Self.chunkCount)
            }
            guard let last = chunk.last else { return entered }
            // Those that look the same move the same money, too.
            let alike = chunk.filter {
                wantedSides.contains(EnteredTransfers.Sides($0)) && !resent.contains($0.journalID)
            }
            for found in try await unexplained(alike) { entered.add(found) }
            position = last.position
        }
    }

    /// Adds the holds of the books of now that reserve the money of lost transfers, and that the books
    /// before never had.
    ///
    /// - Complexity: O(n) in the payers of these transfers and what they hold now.
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

    /// The next holds of an account of the books of now, those of some amounts alone.
    private func holds(
        ofAccount number: String,
        of amounts: Set<Money>,
        after place: Int64
    ) async throws -> HeldPage {
        try await now.list { reader in
            guard let id = try reader.account(number: number) else { return HeldPage() }
            let lines = try reader.pendingHolds(of: id, after: place, limit: Self.chunkCount)
            var page = HeldPage(lastNumber: lines.last?.number)
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

    /// Of transfers of the books of now those that are nothing which the books before know: neither a
    /// transfer of theirs, nor the end of a hold or the reversal of a transfer of theirs.
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

    /// The intent keys of the journals that users had booked since the books differ, from the audit
    /// log: no other line of it leads from one to the other.
    private func intentKeys() async throws -> [JournalID: IntentKey] {
        let head = try await before.read { try $0.auditHead().number }
        var number = try await books.lastCommonAuditNumber()
        var found: [JournalID: IntentKey] = [:]
        while number < head {
            let after = number
            let chunk = try await before.read { reader in
                let rows = try reader.auditRows(after: after, limit: Self.chunkCount)
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
    /// A transfer as the one that was certainly done in the place of a lost one; nil when there is none.
    fileprivate func counterpart(
        _ id: TransferID
    ) throws -> LostTransferFate.Counterpart? {
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
