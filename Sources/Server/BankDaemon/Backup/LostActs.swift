public import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Finds what was decided about people, terminals, accounts and holds in books that were put aside, and
/// differs in the present books.
///
/// The audit log and the feed of the books that were put aside tell what was touched since both were
/// the same; of that, only what still differs is named. Where the present books have a newer decision
/// about the same, that one stands, and the item says so.
public struct LostActs: Sendable {
    /// Something that is not any more as it was decided.
    public struct Item: Hashable, Sendable {
        /// The sentence that tells it.
        public let sentence: String
        /// The command that does it again; for which bank is said when it is printed.
        public let command: ShellCommand
        /// True if it keeps somebody or something out.
        let isShuttingOut: Bool
        /// False if the command cannot do it any more, and is not printed.
        let isRepeatable: Bool
        /// The hold that it is about, for two that look the same; nil for anything else.
        let holdID: TransferID?
        /// Something that may be it already, or that is somebody else's, so that the command would do
        /// it twice or for a stranger; nil for nothing.
        public let likeness: LostLikeness?
        /// The time of a newer decision about the same in the books of now, which stands; nil for none.
        public let decidedSince: Instant?
        /// The note of somebody about it; nil while somebody has to do or to decide something.
        public internal(set) var note: LostNotes.Note?

        init(
            _ sentence: String,
            _ command: ShellCommand,
            isShuttingOut: Bool = false,
            isRepeatable: Bool = true,
            holdID: TransferID? = nil,
            likeness: LostLikeness? = nil,
            decidedSince: Instant? = nil
        ) {
            self.sentence = sentence
            self.command = command
            self.isShuttingOut = isShuttingOut
            self.isRepeatable = isRepeatable
            self.holdID = holdID
            self.likeness = likeness
            self.decidedSince = decidedSince
        }

        /// True if it is lost, and somebody has to do or to decide something about it.
        public var isOpen: Bool { note == nil && decidedSince == nil }

        /// Names it when it is noted as done: its hold, or the beginning of the SHA-256 of its command,
        /// which is the same in every list.
        public var id: LostID {
            if let holdID { return LostID(rawValue: holdID.rawValue) }
            let hash = SHA256.digest(of: Array(command.description.utf8))
            return LostID(
                rawValue: hash.bytes.prefix(LostID.byteCount)
                    .reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            )
        }
    }

    /// The most items of each kind that are named; more are a matter for the audit log itself.
    ///
    /// The kinds are those that keep somebody or something out, and all others.
    static let itemLimit = 2_000
    private static let chunkCount = ReadingChunk.rowCount

    private let books: BooksPair
    private let notes: LostNotes
    private let zone: ZoneOffset
    private let now: Instant
    /// The most items of each kind.
    var itemLimit = Self.itemLimit

    /// Opens both books, to be read only.
    ///
    /// - Parameters:
    ///   - previous: The file of the books that were put aside.
    ///   - folder: The bank, whose server may be running.
    ///   - zone: Where its days are counted.
    ///   - now: The time.
    /// - Throws: ``DaemonError`` when one of them cannot be read.
    public init(
        _ previous: String,
        comparedWith folder: DataFolder,
        zone: ZoneOffset,
        now: Instant
    ) throws {
        books = try BooksPair(previous, comparedWith: folder)
        notes = LostNotes(besides: previous)
        self.zone = zone
        self.now = now
    }

    /// The items, those that keep somebody out first; behind what is lost what was decided otherwise
    /// since, and last what somebody noted as done.
    public func list() async throws -> [Item] {
        var items = Found(itemLimit: itemLimit, notes: try notes.all())
        let number = try await books.lastCommonAuditNumber()
        let decisions = DecisionsSince(
            before: try await DecisionLog(of: books.before, after: number),
            now: try await DecisionLog(of: books.now, after: number)
        )
        let comparison = LostFactComparison(
            zone: zone,
            now: now,
            redone: decisions.secrets,
            decisions: decisions
        )
        try await addLog(after: number, comparison, to: &items)
        let position = try await books.lastCommonPosition()
        try await addFeeds(after: position, comparison, to: &items)
        return items.shutOuts + items.others + items.decided + items.noted
    }

    /// True if there may be more than the items that were found.
    public func mayLackSome(of items: [Item]) -> Bool {
        let open = items.filter(\.isOpen)
        let shutOutCount = open.count(where: \.isShuttingOut)
        return max(shutOutCount, open.count - shutOutCount) >= itemLimit
    }

    /// Notes that a decision of the list needs nothing more, for whoever lists what is lost next.
    ///
    /// - Parameters:
    ///   - id: What names it in the list.
    ///   - note: Who decided what.
    ///   - instant: Now.
    /// - Returns: The decision; nil when none of the list has the name.
    /// - Throws: What the books and the notes throw.
    public func noteDone(
        _ id: LostID,
        note: String,
        at instant: Instant
    ) async throws -> Item? {
        guard var item = try await list().first(where: { $0.id == id }) else { return nil }
        let made = LostNotes.Note(notedAt: instant, text: note)
        try notes.add(made, about: id)
        item.note = made
        return item
    }

    private func addLog(
        after number: Int64,
        _ comparison: LostFactComparison,
        to items: inout Found
    ) async throws {
        var last: Int64? = number
        while let after = last, !items.isFull {
            let chunk = try await books.before.read { reader in
                let rows = try reader.auditRows(after: after, limit: Self.chunkCount)
                return (last: rows.last?.number, facts: try reader.facts(of: rows))
            }
            try await add(chunk.facts, comparison, to: &items)
            last = chunk.last
        }
    }

    private func addFeeds(
        after position: Int64,
        _ comparison: LostFactComparison,
        to items: inout Found
    ) async throws {
        let (users, accounts) = try await books.before.read { reader in
            let head = try reader.feedHead()
            return (
                try reader.usersWithNews(after: position, upTo: head),
                try reader.accountsWithNews(after: position, upTo: head)
            )
        }
        let scopes = users.map(FeedRow.Scope.user) + accounts.map(FeedRow.Scope.account)
        var placed = PlacedHolds()
        for scope in scopes {
            var last: Int64? = position
            while let after = last, !items.isFull {
                let chunk = try await books.before.read { reader in
                    let rows = try reader.changes(in: scope, after: after, limit: Self.chunkCount)
                    let facts = try reader.facts(of: rows.map(\.change), in: scope)
                    return (last: rows.last?.feedSequence, facts: facts)
                }
                var comparison = comparison
                comparison.holds = try await holds(
                    of: chunk.facts,
                    after: position,
                    comparison.decisions,
                    &placed
                )
                try await add(chunk.facts, comparison, to: &items)
                last = chunk.last
            }
        }
    }

    /// The answers about lost holds: if somebody placed them again, or something that may be one of them.
    private func holds(
        of facts: [LostFact],
        after position: Int64,
        _ decisions: DecisionsSince,
        _ placed: inout PlacedHolds
    ) async throws -> [TransferID: PlacedHolds.Answer] {
        var found: [TransferID: PlacedHolds.Answer] = [:]
        for case .hold(let hold, let record, _, _) in facts
        where record.pendingStatus == .pending {
            let id = hold.transferID
            var answer = placed.answer(about: id)
            if answer == nil {
                guard try await books.now.read({ try $0.transfer(id) == nil }),
                    let (from, to) = try await accountsNow(of: record.transfer)
                else { continue }
                for account in [from, to] where !placed.readAccounts.contains(account) {
                    let holds = try await holdsPlaced(onAccount: account, after: position)
                    placed.add(holds, ofAccount: account)
                    let booked = try await transfersBooked(onAccount: account, after: position)
                    placed.add(booked: booked, ofAccount: account)
                }
                let likeness = PlacedHolds.Likeness(
                    from: from,
                    to: to,
                    amount: hold.amount,
                    reference: hold.reference,
                    lastDay: hold.lastDay(zone)
                )
                let booked = try await self.booked(placed.candidates(for: likeness), likeness)
                answer = placed.take(id, likeness, booked: booked) {
                    decisions.stands(at: $0, insteadOf: hold.heldAt)
                }
            }
            found[id] = answer
        }
        return found
    }

    /// The receipt of the first transfer that paid out what a lost hold reserved, to the same account;
    /// nil for none.
    ///
    /// One that the books before have, too, or that was reversed since, is none.
    private func booked(
        _ candidates: [TransferID],
        _ likeness: PlacedHolds.Likeness
    ) async throws -> JournalID? {
        guard !candidates.isEmpty else { return nil }
        let unknown = try await books.before.read { reader in
            try candidates.filter { try reader.transfer($0) == nil }
        }
        return try await books.now.read { reader in
            for id in unknown {
                guard let record = try reader.transfer(id), record.reversedBy == nil,
                    case .direct = record.transfer.kind,
                    record.transfer.debitAccountID == likeness.from,
                    record.transfer.creditAccountID == likeness.to
                else { continue }
                return record.journalID
            }
            return nil
        }
    }

    /// The accounts of a transfer of the books before, as the books of now have them; nil when one of
    /// them is not there any more, or is somebody else's.
    private func accountsNow(
        of transfer: Transfer
    ) async throws -> (from: AccountID, to: AccountID)? {
        let stored = try await books.before.read { reader in
            (
                from: try reader.account(transfer.debitAccountID),
                to: try reader.account(transfer.creditAccountID)
            )
        }
        guard let from = stored.from, let to = stored.to else { return nil }
        return try await books.now.read { reader in
            guard let from = try reader.presence(of: from).record,
                let to = try reader.presence(of: to).record
            else { return nil }
            return (from: from.account.id, to: to.account.id)
        }
    }

    /// The holds of an account that the books of now have, or gave back, and the books before never
    /// had.
    private func holdsPlaced(
        onAccount id: AccountID,
        after position: Int64
    ) async throws -> [PlacedHolds.Hold] {
        var found: [PlacedHolds.Hold] = []
        var last: Int64? = position
        while let after = last {
            let chunk = try await books.now.read { [zone] reader in
                let rows = try reader.changes(
                    in: .account(id),
                    after: after,
                    limit: Self.chunkCount
                )
                let holds = try rows.compactMap { try reader.placedHold(in: $0.change, zone) }
                return (last: rows.last?.feedSequence, holds: holds)
            }
            found += try await books.before.read { reader in
                try chunk.holds.filter { try reader.transfer($0.id) == nil }
            }
            last = chunk.last
        }
        return found
    }

    /// The transfers that the books of now booked on an account since, with their amounts.
    private func transfersBooked(
        onAccount id: AccountID,
        after position: Int64
    ) async throws -> [(id: TransferID, amount: Money)] {
        var found: [(id: TransferID, amount: Money)] = []
        var last: Int64? = position
        while let after = last {
            let rows = try await books.now.read {
                try $0.entries(of: id, .afterFeedSequence(after), limit: Self.chunkCount)
            }
            for row in rows {
                guard case .entry(let entry) = row.change else { continue }
                found.append((id: entry.transferID, amount: try entry.amount.magnitude()))
            }
            last = rows.last?.feedSequence
        }
        return found
    }

    private func add(
        _ facts: [LostFact],
        _ comparison: LostFactComparison,
        to items: inout Found
    ) async throws {
        guard !facts.isEmpty else { return }
        let found = try await books.now.read { reader in
            try facts.compactMap { try comparison.item(for: $0, in: reader) }
        }
        for item in found { items.add(item) }
    }
}

extension LostActs {
    /// The items that were found, each kind by itself: many of one must not leave out any of the other.
    private struct Found {
        let itemLimit: Int
        private let notes: [LostID: LostNotes.Note]
        private var known: Set<Item> = []
        private(set) var shutOuts: [Item] = []
        private(set) var others: [Item] = []
        /// Those about which the books of now have a newer decision; all of them are listed.
        private(set) var decided: [Item] = []
        /// Those that somebody noted as done; all of them are listed, and no other gives way to them.
        private(set) var noted: [Item] = []

        init(itemLimit: Int, notes: [LostID: LostNotes.Note]) {
            self.itemLimit = itemLimit
            self.notes = notes
        }

        var isFull: Bool { min(shutOuts.count, others.count) >= itemLimit }

        /// Adds an item, unless it is there: one account or user may have been touched many times.
        mutating func add(_ item: Item) {
            if let note = notes[item.id] {
                guard known.insert(item).inserted else { return }
                var item = item
                item.note = note
                noted.append(item)
            } else if item.decidedSince != nil {
                if known.insert(item).inserted { decided.append(item) }
            } else if item.isShuttingOut {
                if shutOuts.count < itemLimit, known.insert(item).inserted { shutOuts.append(item) }
            } else if others.count < itemLimit, known.insert(item).inserted {
                others.append(item)
            }
        }
    }
}

extension LedgerReading {
    /// The hold that a change in an account's feed tells of, as it is now; nil for any other change.
    fileprivate func placedHold(
        in change: FeedChange,
        _ zone: ZoneOffset
    ) throws -> PlacedHolds.Hold? {
        guard case .hold(let hold) = change, let record = try transfer(hold.transferID) else {
            return nil
        }
        let isGivenBack: Bool
        switch record.pendingStatus {
        case .none: return nil
        case .pending, .posted: isGivenBack = false
        case .voided, .expired: isGivenBack = true
        }
        let transfer = record.transfer
        return PlacedHolds.Hold(
            id: hold.transferID,
            likeness: PlacedHolds.Likeness(
                from: transfer.debitAccountID,
                to: transfer.creditAccountID,
                amount: hold.amount,
                reference: hold.reference,
                lastDay: hold.lastDay(zone)
            ),
            givenBackAt: isGivenBack ? record.resolution?.resolvedAt : nil
        )
    }
}
