package import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Finds decisions about people, terminals, accounts and holds that the present books lack.
///
/// The audit log and the feed of the set-aside books show what was changed since the books
/// diverged. Of that, only what still differs is listed. If the present books have a newer decision
/// about the same subject, it is in force, and the item says so.
package struct LostActs: Sendable {
    /// A decision that the present books no longer reflect.
    package struct Item: Hashable, Sendable {
        /// Description of the lost decision.
        package let sentence: String
        /// The command that repeats the decision, without the bank's folder.
        package let command: ShellCommand
        /// True if the decision keeps a user, terminal or session out.
        var isShuttingOut = false
        /// False if the command can no longer repeat it, and is not printed.
        var isRepeatable = true
        /// The hold of the decision, which distinguishes two that look the same.
        var holdID: TransferID?
        /// A possible duplicate or another owner, so that the command might do harm.
        package internal(set) var likeness: LostLikeness?
        /// Time of a newer present decision about the same subject, which is in force.
        package internal(set) var decidedSince: Instant?
        /// The note that settles it; nil while somebody has to act or decide.
        package internal(set) var note: LostNotes.Note?

        /// True if it is lost and somebody has to act or decide.
        package var isOpen: Bool { note == nil && decidedSince == nil }

        /// The identifier for a note: its hold, or the start of its command's SHA-256.
        package var id: LostID {
            if let holdID { return LostID(rawValue: holdID.rawValue) }
            let hash = SHA256.digest(of: Array(command.description.utf8))
            return LostID(
                rawValue: hash.bytes.prefix(LostID.byteCount)
                    .reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            )
        }
    }

    private let books: BooksPair
    private let notes: LostNotes
    private let zone: ZoneOffset
    private let now: Instant
    /// Maximum number of items per kind, which is a decision that keeps somebody out, or any other.
    ///
    /// Beyond that, the audit log itself has to be read.
    var itemLimit = 2_000

    /// Opens both books for reading.
    package init(
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

    /// Lists the lost decisions, those that keep somebody out first.
    ///
    /// Superseded decisions follow, and settled ones come last.
    package func list() async throws -> [Item] {
        var items = Found(itemLimit: itemLimit, notes: try notes.all())
        let number = try await books.lastCommonAuditNumber()
        let decisions = DecisionsSince(
            before: try await DecisionLog(of: books.before, after: number),
            now: try await DecisionLog(of: books.now, after: number)
        )
        let comparison = LostFactComparison(zone: zone, now: now, decisions: decisions)
        try await addLog(after: number, comparison, to: &items)
        let position = try await books.lastCommonPosition()
        try await addFeeds(after: position, comparison, to: &items)
        return items.shutOuts + items.others + items.decided + items.noted
    }

    /// Returns true if there may be more items than were found.
    package func mayLackSome(of items: [Item]) -> Bool {
        let open = items.filter(\.isOpen)
        let shutOutCount = open.count(where: \.isShuttingOut)
        return max(shutOutCount, open.count - shutOutCount) >= itemLimit
    }

    /// Notes that a listed decision is settled, for later lists.
    package func noteDone(_ id: LostID, note: String, at instant: Instant) async throws -> Item? {
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
                let rows = try reader.auditRows(after: after, limit: ReadingChunk.rowCount)
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
                    let rows = try reader.changes(
                        in: scope,
                        after: after,
                        limit: ReadingChunk.rowCount
                    )
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

    /// Returns for each lost hold if somebody placed it again, or what may be it.
    private func holds(
        of facts: [LostFact],
        after position: Int64,
        _ decisions: DecisionsSince,
        _ placed: inout PlacedHolds
    ) async throws -> [TransferID: PlacedHolds.Answer] {
        var found: [TransferID: PlacedHolds.Answer] = [:]
        for case .hold(let lost) in facts where lost.record.pendingStatus == .pending {
            let (id, hold) = (lost.id, lost.hold)
            var answer = placed.answers[id]
            if answer == nil {
                guard try await books.now.read({ try $0.transfer(id) == nil }),
                    let (from, to) = try await accountsNow(of: lost)
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
                answer = placed.decide(about: id, likeness, booked: booked) {
                    decisions.stands(at: $0, insteadOf: hold.heldAt)
                }
            }
            found[id] = answer
        }
        return found
    }

    /// Returns the receipt of the first transfer that paid out a lost hold's money, or nil.
    ///
    /// Transfers that the earlier books also have, and reversed ones, do not count.
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

    /// Returns the present accounts of an earlier hold, or nil if one is missing or another's.
    private func accountsNow(of lost: LostHold) async throws -> (from: AccountID, to: AccountID)? {
        try await books.now.read { reader in
            guard let from = try reader.presence(of: lost.from).record,
                let to = try reader.presence(of: lost.to).record
            else { return nil }
            return (from: from.account.id, to: to.account.id)
        }
    }

    /// Returns the account's holds that only the present books have, including released ones.
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
                    limit: ReadingChunk.rowCount
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

    /// Returns the transfers booked on an account since the divergence, with their amounts.
    private func transfersBooked(
        onAccount id: AccountID,
        after position: Int64
    ) async throws -> [(id: TransferID, amount: Money)] {
        var found: [(id: TransferID, amount: Money)] = []
        var last: Int64? = position
        while let after = last {
            let rows = try await books.now.read {
                try $0.entries(of: id, .afterFeedSequence(after), limit: ReadingChunk.rowCount)
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
    /// The items found, limited per kind so that many of one kind do not crowd out the other.
    private struct Found {
        let itemLimit: Int
        private let notes: [LostID: LostNotes.Note]
        private var known: Set<Item> = []
        private(set) var shutOuts: [Item] = []
        private(set) var others: [Item] = []
        /// Items superseded by a newer decision, all of which are listed.
        private(set) var decided: [Item] = []
        /// Settled items, all of which are listed without displacing any other.
        private(set) var noted: [Item] = []

        init(itemLimit: Int, notes: [LostID: LostNotes.Note]) {
            self.itemLimit = itemLimit
            self.notes = notes
        }

        var isFull: Bool { min(shutOuts.count, others.count) >= itemLimit }

        /// Adds an item unless it is known, because an account or user may occur in many rows.
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
    /// Returns the present state of a hold in a feed change, or nil for any other change.
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
