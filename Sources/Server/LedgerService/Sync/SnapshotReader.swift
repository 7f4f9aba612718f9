import CoreVocabulary
import SyncCore

/// Reads the record of a user as it was at a place in the feed, page by page.
///
/// Rows never change, so each page is a read of its own: what has a number up to the place belongs
/// to the snapshot. Accounts come in the order of the trie, each followed by its holds and entries;
/// payees and decisions come last.
struct SnapshotReader {
    /// The most changes in a page; the holds of an account stay with it even beyond that.
    static let changeLimit = FeedBatch.changeLimit
    /// Rows that are looked through at once for holds that ended after the place.
    private static let chunkRowCount = 1_024

    let view: SyncView
    /// The place in the feed.
    let sequence: Int64

    /// A page, and where the next one begins; nil when there is none.
    func page(from place: SnapshotPlace) throws -> ([FeedChange], SnapshotPlace?) {
        var changes: [FeedChange] = []
        var next: SnapshotPlace? = place
        let trie = try view.trie(at: sequence)
        var accounts: ArraySlice<AccountLeaf> = []
        if case .account(let last) = place { accounts = trie.leaves(after: last)[...] }
        while let place = next, changes.count < Self.changeLimit {
            switch place {
            case .account:
                guard let leaf = accounts.popFirst() else {
                    next = .own(after: 0)
                    continue
                }
                next = .account(after: leaf.accountID)
                // The access may have ended after the trie was kept.
                guard let grant = try view.reader.grant(of: view.userID, for: leaf.accountID),
                    let access = grant.access
                else { continue }
                changes.append(.account(try record(grant, access)))
                changes += try holds(of: leaf.accountID).map { .hold($0) }
                next = .entries(of: leaf.accountID, after: 0)
            case .entries(let id, let last):
                let room = Int64(Self.changeLimit - changes.count)
                let length = trie.leaf(of: id)?.accountSequence ?? 0
                guard last < length, try isVisible(id) else {
                    if accounts.isEmpty { accounts = trie.leaves(after: id)[...] }
                    next = .account(after: id)
                    continue
                }
                let count = min(room, length - last)
                let rows = try view.reader.entries(
                    of: id,
                    .afterAccountSequence(last),
                    limit: Int(count)
                )
                changes += rows.map(\.change)
                next = .entries(of: id, after: last + count)
            case .own(let last):
                next = try takeOwn(after: last, &changes)
            }
        }
        return (changes, next)
    }

    private func isVisible(_ accountID: AccountID) throws -> Bool {
        try view.reader.grant(of: view.userID, for: accountID)?.access != nil
    }

    /// Payees as they became and decisions; nil when there are no more of them.
    private func takeOwn(
        after last: Int64,
        _ changes: inout [FeedChange]
    ) throws -> SnapshotPlace? {
        let room = Self.changeLimit - changes.count
        let rows = try view.reader.changes(in: .user(view.userID), after: last, limit: room)
        let within = rows.prefix { $0.feedSequence <= sequence }
        for row in within {
            switch row.change {
            case .payee(let payee): changes.append(.payee(try view.shown(payee)))
            case .decision: changes.append(row.change)
            case .account, .entry, .hold, .accessRevoked: break
            }
        }
        guard within.count == room, let row = within.last else { return nil }
        return .own(after: row.feedSequence)
    }

    /// The account as the user was told of it last, up to the place.
    private func record(
        _ grant: AccessGrant,
        _ access: AccountRecord.Access
    ) throws -> AccountRecord {
        let change = try view.reader.lastAccountChange(of: grant.accountID, upTo: sequence)
        let told = grant.feedSequence <= sequence ? grant.feedSequence : grant.baseSequence
        if let change, change.feedSequence > told, case .account(let record) = change.change {
            return record.shown(with: access)
        }
        let rows = try view.reader.changes(in: .user(view.userID), after: told - 1, limit: 1)
        guard case .account(let record) = rows.first?.change else {
            invariantBroken("a grant tells the account")
        }
        return record.shown(with: access)
    }

    /// The holds of an account that were pending at the place: those that still are, and those that
    /// ended since, less those that were made since.
    private func holds(of accountID: AccountID) throws -> [HoldRecord] {
        var made: Set<TransferID> = []
        var ended: [TransferID] = []
        var position = sequence
        while true {
            let rows = try view.reader.changes(
                in: .account(accountID),
                after: position,
                limit: Self.chunkRowCount
            )
            for case .hold(let hold) in rows.map(\.change) {
                if hold.status == .pending {
                    made.insert(hold.transferID)
                } else {
                    ended.append(hold.transferID)
                }
            }
            guard rows.count == Self.chunkRowCount, let last = rows.last else { break }
            position = last.feedSequence
        }
        var holds = try view.reader.pendingHolds(of: accountID)
        for transferID in ended {
            guard let hold = try view.reader.hold(transferID, of: accountID) else { continue }
            holds.append(hold)
        }
        return holds.filter { !made.contains($0.transferID) }
            .sorted { $0.transferID < $1.transferID }
    }
}
