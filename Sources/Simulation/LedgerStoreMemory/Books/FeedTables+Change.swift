import CoreVocabulary
import LedgerService

extension FeedTables {
    /// Assigns the next feed number to an entry.
    mutating func take(_ entry: LedgerTables.StoredEntry, account: Int, index: Int) {
        slots.append(
            Slot(
                sequence: entry.feedSequence,
                backfillCount: 0,
                groupSequence: entry.groupSequence,
                place: .entry(account: account, index: index)
            )
        )
        head = entry.feedSequence
    }

    /// Removes the last feed number that was assigned.
    mutating func giveBackLast() {
        slots.removeLast()
        head = slots.last.map { $0.sequence + $0.backfillCount } ?? 0
    }

    /// Applies a change of these tables.
    mutating func apply(_ change: BooksChange) {
        switch change {
        case .accountTold(let row, let account, let backfillCount):
            accountChanges[account].append(row)
            take(row, backfillCount, .change(account: account))
        case .userTold(let row, let userID, let backfillCount):
            userChanges[userID, default: []].append(row)
            take(row, backfillCount, .ownChange(userID))
        case .accessGranted(let grant, let account): add(grant, account)
        case .payeeSet(let line, let key):
            let place = payees[key, default: []].partitionPlace {
                $0.feedSequence < line.feedSequence
            }
            payees[key, default: []].insert(line, at: place)
        default: invariantBroken("a change is done to the tables that it is about")
        }
    }

    /// Undoes the last change of these tables.
    mutating func revert(_ change: BooksChange) {
        switch change {
        case .accountTold(_, let account, _):
            accountChanges[account].removeLast()
            giveBackLast()
        case .userTold(_, let userID, _):
            userChanges[userID]?.removeLast()
            giveBackLast()
        case .accessGranted(let grant, let account): remove(grant, account)
        case .payeeSet(let line, let key):
            payees[key]?.removeAll { $0.feedSequence == line.feedSequence }
        default: invariantBroken("a change is taken back from the tables that it is about")
        }
    }

    /// Returns the grants of a user for an account, oldest first.
    func grants(of userID: UserID, account: Int) -> [AccessGrant] {
        let lines = grants[userID] ?? []
        let place = lines.partitionPlace { $0.account < account }
        guard place < lines.count, lines[place].account == account else { return [] }
        return lines[place].grants
    }

    private mutating func take(_ row: FeedRow, _ backfillCount: Int64, _ place: Slot.Place) {
        slots.append(
            Slot(
                sequence: row.feedSequence,
                backfillCount: backfillCount,
                groupSequence: row.groupSequence,
                place: place
            )
        )
        head = row.feedSequence + backfillCount
    }

    private mutating func add(_ grant: AccessGrant, _ account: Int) {
        var lines = grants.removeValue(forKey: grant.userID) ?? []
        let place = lines.partitionPlace { $0.account < account }
        if place == lines.count || lines[place].account != account {
            lines.insert(GrantLine(account: account, grants: []), at: place)
        }
        let line = lines[place].grants.partitionPlace { $0.feedSequence < grant.feedSequence }
        lines[place].grants.insert(grant, at: line)
        note(viewer: grant.userID, of: account, lines[place].grants.last)
        grants[grant.userID] = lines
    }

    private mutating func remove(_ grant: AccessGrant, _ account: Int) {
        var lines = grants.removeValue(forKey: grant.userID) ?? []
        let place = lines.partitionPlace { $0.account < account }
        lines[place].grants.removeAll { $0.feedSequence == grant.feedSequence }
        note(viewer: grant.userID, of: account, lines[place].grants.last)
        if lines[place].grants.isEmpty { lines.remove(at: place) }
        if !lines.isEmpty { grants[grant.userID] = lines }
    }

    private mutating func note(viewer userID: UserID, of account: Int, _ last: AccessGrant?) {
        if last?.access != nil {
            viewers[account, default: []].insert(userID)
        } else {
            viewers[account]?.remove(userID)
        }
    }
}
