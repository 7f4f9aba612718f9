import CoreVocabulary
import SyncCore

/// Reads the record of a user as of a feed number, page by page.
///
/// Rows never change, so each page is a reading of its own: all rows with numbers up to the place
/// belong to the snapshot. Accounts come in the order of their grants, as in the feed, each
/// followed by its holds and entries. Payees and decisions follow. The accounts that the user has
/// lost come last, as revoked accesses. The changes that revoked them lie before the snapshot, so a
/// console that still has such an account learns of the revocation here.
struct SnapshotReader {
    /// Page that is being filled.
    private struct Page {
        /// Maximum number of changes; the holds of an account stay with it even beyond that.
        let limit: Int
        var changes: [FeedChange] = []
        var next: SnapshotPlace?
        /// Number of account changes since the place that may still be scanned; below zero, the page
        /// ends.
        var newsLeft: Int

        /// Number of further changes that fit into the page.
        var room: Int { limit - changes.count }
    }

    let view: SyncView
    /// The feed number of the snapshot.
    let sequence: Int64

    /// Returns a page of at most `limit` changes and the start of the next one, nil after the last.
    func page(from place: SnapshotPlace, limit: Int) throws -> ([FeedChange], SnapshotPlace?) {
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

    /// Adds the next account with its holds, or continues with the user's own changes.
    ///
    /// To find the holds, the account's changes since the place are scanned. A page scans no more
    /// of them than one reading has rows, except for its first account.
    private func addAccount(after last: Int64, to page: inout Page) throws -> SnapshotPlace {
        guard let grant = try grant(after: last), let access = grant.access else {
            return .own(after: 0)
        }
        page.newsLeft -= try newsCount(of: grant.accountID, limit: page.newsLeft + 1)
        guard page.newsLeft >= 0 || page.changes.isEmpty else { return .account(after: last) }
        page.changes += try told(of: grant, access)
        return .entries(ofGrant: grant.baseSequence, after: 0)
    }

    /// Returns the first grant after a feed number that belongs to the snapshot; nil for none.
    private func grant(after number: Int64) throws -> AccessGrant? {
        try view.reader.grants(of: view.userID, givenAfter: number, limit: 1)
            .first { $0.baseSequence <= sequence }
    }

    /// Adds as many entries of an account as fit; continues with the next account after the last,
    /// or if the grant has ended since.
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

    /// Adds the user's changes of payees and decisions; continues with the lost accounts.
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

    /// Adds the accounts that the user lost, or was granted anew after the place; nil at the end.
    ///
    /// It uses the present grants and not those of the place. An access may end while the pages are
    /// read, and the console must drop what earlier pages contained of it.
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

    /// Returns an account and its holds, as of the place.
    func told(of grant: AccessGrant, _ access: AccountRecord.Access) throws -> [FeedChange] {
        var changes: [FeedChange] = [.account(try record(grant, access))]
        changes += try holds(of: grant.accountID).map { .hold($0) }
        return changes
    }

    /// Returns the account's latest record in the user's feed up to the place.
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

    /// Returns the holds of an account that were pending at the place.
    ///
    /// These are the holds that are pending now or ended since, without those made since.
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
