import CoreVocabulary
import SyncCore

/// Reads the record of a user as it was at a place in the feed, page by page.
///
/// Rows never change, so each page is a read of its own: what has a number up to the place belongs
/// to the snapshot. Accounts come in the order in which the user was given them, as in the feed, each
/// followed by its holds and entries; then payees and decisions. The accounts that the user was given
/// once and does not have come last, as accesses that ended, because the changes that told of their
/// end lie before the snapshot: a console that held them then is told here.
struct SnapshotReader {
    /// A page as it is filled.
    private struct Page {
        /// The most changes; the holds of an account stay with it even beyond that.
        let limit: Int
        var changes: [FeedChange] = []
        var next: SnapshotPlace?
        /// How much more of what happened to accounts since the place is looked through; below zero,
        /// the page has looked through enough.
        var newsLeft: Int

        /// How many more changes there is room for.
        var room: Int { limit - changes.count }
    }

    let view: SyncView
    /// The place in the feed.
    let sequence: Int64

    /// A page of so many changes, and where the next one begins; nil when there is none.
    func page(
        from place: SnapshotPlace,
        limit: Int
    ) throws -> ([FeedChange], SnapshotPlace?) {
        var page = Page(limit: limit, next: place, newsLeft: view.limits.rowCount)
        while let place = page.next, page.room > 0, page.newsLeft >= 0 {
            page.next =
                switch place {
                case .account(let last): try addAccount(after: last, to: &page)
                case .entries(let grant, let last):
                    try addEntries(ofGrant: grant, after: last, to: &page)
                case .own(let last): try addOwn(after: last, to: &page)
                case .lost(let last): try addLost(after: last, to: &page)
                }
        }
        return (page.changes, page.next)
    }

    /// The next account with its holds; what is the user's own when there is none.
    ///
    /// Its holds cost what happened to it since the place. So a page looks through no more of that
    /// than one reading has rows, but for an account that it begins with.
    private func addAccount(
        after last: Int64,
        to page: inout Page
    ) throws -> SnapshotPlace {
        guard let grant = try grant(after: last), let access = grant.access else {
            return .own(after: 0)
        }
        page.newsLeft -= try newsCount(of: grant.accountID, limit: page.newsLeft + 1)
        guard page.newsLeft >= 0 || page.changes.isEmpty else { return .account(after: last) }
        page.changes += try told(of: grant, access)
        return .entries(ofGrant: grant.baseSequence, after: 0)
    }

    /// The first of the user's grants that was given after a number of the feed and belongs to the
    /// snapshot.
    private func grant(after number: Int64) throws -> AccessGrant? {
        try view.reader.grants(of: view.userID, givenAfter: number, limit: 1)
            .first { $0.baseSequence <= sequence }
    }

    /// As many entries of an account as there is room for; the next account when there are no more,
    /// or the grant has ended since.
    private func addEntries(
        ofGrant number: Int64,
        after last: Int64,
        to page: inout Page
    ) throws -> SnapshotPlace {
        guard let grant = try grant(after: number - 1), grant.baseSequence == number else {
            return .account(after: number)
        }
        let length = try view.leaves(of: [grant], at: sequence).first?.accountSequence ?? 0
        guard last < length else { return .account(after: number) }
        let count = min(Int64(page.room), length - last)
        let rows = try view.reader.entries(
            of: grant.accountID,
            .afterAccountSequence(last),
            limit: Int(count)
        )
        page.changes += rows.map(\.change)
        return .entries(ofGrant: number, after: last + count)
    }

    /// Payees as they became and decisions; what the user sees no more when there are none left.
    private func addOwn(after last: Int64, to page: inout Page) throws -> SnapshotPlace {
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
        guard within.count == room, let row = within.last else { return .lost(after: nil) }
        return .own(after: row.feedSequence)
    }

    /// The accounts that the user was given once and does not have now, or was given anew after the
    /// place; nil when there are no more of them.
    ///
    /// As of now and not of the place: an access may end while the pages are read, and of what the
    /// pages before have told of it nothing may stay.
    private func addLost(after last: AccountID?, to page: inout Page) throws -> SnapshotPlace? {
        let room = page.room
        let lost = try view.reader.accountsLost(
            by: view.userID,
            since: sequence,
            after: last,
            limit: room
        )
        page.changes += lost.map { .accessRevoked($0) }
        return lost.count == room ? .lost(after: lost.last) : nil
    }

    /// An account and its holds, as they were at the place.
    func told(of grant: AccessGrant, _ access: AccountRecord.Access) throws -> [FeedChange] {
        var changes: [FeedChange] = [.account(try record(grant, access))]
        changes += try holds(of: grant.accountID).map { .hold($0) }
        return changes
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

    /// The holds of an account that were pending at the place: those that are open now and those
    /// that ended since, without those that were made since.
    private func holds(of accountID: AccountID) throws -> [HoldRecord] {
        var made: Set<TransferID> = []
        var ended: [TransferID] = []
        var position = sequence
        let limit = view.limits.rowCount
        while true {
            let rows = try view.reader.changes(
                in: .account(accountID),
                after: position,
                limit: limit
            )
            for case .hold(let hold) in rows.map(\.change) {
                if hold.status == .pending {
                    made.insert(hold.transferID)
                } else {
                    ended.append(hold.transferID)
                }
            }
            guard rows.count == limit, let last = rows.last else { break }
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
