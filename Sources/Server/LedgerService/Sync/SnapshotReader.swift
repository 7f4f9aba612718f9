import CoreVocabulary
import SyncCore

/// Reads the record of a user as it was at a place in the feed, page by page.
///
/// Rows never change, so each page is a read of its own: what has a number up to the place belongs
/// to the snapshot. Accounts come in the order in which the user was given them, as in the feed, each
/// followed by its holds and entries;
/// payees and decisions come last.
struct SnapshotReader {
    /// Rows that are looked through at once for holds that ended after the place.
    private static let chunkRowCount = 1_024

    /// A page as it is filled.
    private struct Page {
        let trie: AccountTrie
        /// The accounts in the order in which the user was given them.
        let order: [AccountID]
        /// The most changes; the holds of an account stay with it even beyond that.
        let limit: Int
        var changes: [FeedChange] = []
        var next: SnapshotPlace?
        /// The accounts that are still to come; nil until they were looked for.
        var accounts: ArraySlice<AccountID>?

        /// How many more changes there is room for.
        var room: Int { limit - changes.count }

        /// The next account; the first one again when the user has lost the last one meanwhile, for
        /// what comes twice does no harm.
        mutating func takeAccount(after last: AccountID?) -> AccountID? {
            let start = last.flatMap { order.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
            var accounts = self.accounts ?? order[start...]
            defer { self.accounts = accounts }
            while let accountID = accounts.popFirst() {
                if trie.leaf(of: accountID) != nil { return accountID }
            }
            return nil
        }
    }

    let view: SyncView
    /// The place in the feed.
    let sequence: Int64

    /// A page of so many changes, and where the next one begins; nil when there is none.
    func page(
        from place: SnapshotPlace,
        limit: Int
    ) throws -> ([FeedChange], SnapshotPlace?) {
        let order = try view.reader.grants(of: view.userID)
            .sorted { ($0.baseSequence, $0.accountID) < ($1.baseSequence, $1.accountID) }
            .map(\.accountID)
        var page = Page(
            trie: try view.trie(at: sequence),
            order: order,
            limit: limit,
            next: place
        )
        while let place = page.next, page.room > 0 {
            page.next =
                switch place {
                case .account(let last): try addAccount(after: last, to: &page)
                case .entries(let id, let last): try addEntries(of: id, after: last, to: &page)
                case .own(let last): try addOwn(after: last, to: &page)
                }
        }
        return (page.changes, page.next)
    }

    /// The next account with its holds; what is the user's own when there is none.
    private func addAccount(
        after last: AccountID?,
        to page: inout Page
    ) throws -> SnapshotPlace {
        guard let accountID = page.takeAccount(after: last) else {
            return .own(after: 0)
        }
        // The access may have ended after the trie was kept.
        guard let grant = try view.reader.grant(of: view.userID, for: accountID),
            let access = grant.access
        else { return .account(after: accountID) }
        page.changes.append(.account(try record(grant, access)))
        page.changes += try holds(of: accountID).map { .hold($0) }
        return .entries(of: accountID, after: 0)
    }

    /// As many entries of an account as there is room for; the next account when there are no more.
    private func addEntries(
        of accountID: AccountID,
        after last: Int64,
        to page: inout Page
    ) throws -> SnapshotPlace {
        let length = page.trie.leaf(of: accountID)?.accountSequence ?? 0
        guard last < length, try isVisible(accountID) else { return .account(after: accountID) }
        let count = min(Int64(page.room), length - last)
        guard count > 0 else { return .entries(of: accountID, after: last) }
        let rows = try view.reader.entries(
            of: accountID,
            .afterAccountSequence(last),
            limit: Int(count)
        )
        page.changes += rows.map(\.change)
        return .entries(of: accountID, after: last + count)
    }

    /// Payees as they became and decisions; nil when there are no more of them.
    private func addOwn(after last: Int64, to page: inout Page) throws -> SnapshotPlace? {
        let room = page.room
        let rows = try view.reader.changes(in: .user(view.userID), after: last, limit: room)
        let within = rows.prefix { $0.feedSequence <= sequence }
        for row in within {
            switch row.change {
            case .payee(let payee): page.changes.append(.payee(try view.shown(payee)))
            case .decision: page.changes.append(row.change)
            case .account, .entry, .hold, .accessRevoked: break
            }
        }
        guard within.count == room, let row = within.last else { return nil }
        return .own(after: row.feedSequence)
    }

    private func isVisible(_ accountID: AccountID) throws -> Bool {
        try view.reader.grant(of: view.userID, for: accountID)?.access != nil
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
