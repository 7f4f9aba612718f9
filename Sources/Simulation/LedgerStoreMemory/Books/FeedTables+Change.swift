import CoreVocabulary
import LedgerService

extension FeedTables {
    /// Assigns the next feed number to an entry.
    mutating func assign(_ entry: LedgerTables.StoredEntry, account: Int, index: Int) {
        let place = Slot.Place.entry(account: account, index: index)
        assign(entry.feedSequence, entry.groupSequence, backfillCount: 0, place)
    }

    /// Removes the last feed number that was assigned.
    mutating func unassignLast() {
        slots.removeLast()
        head = slots.last.map { $0.sequence + $0.backfillCount } ?? 0
    }

    /// Applies a change of these tables.
    mutating func apply(_ change: BooksChange) {
        switch change {
        case .accountTold(let row, let account, let backfillCount):
            accountChanges[account].append(row)
            let place = Slot.Place.change(account: account)
            assign(row.feedSequence, row.groupSequence, backfillCount: backfillCount, place)
        case .userTold(let row, let userID, let backfillCount):
            userChanges[userID, default: []].append(row)
            let place = Slot.Place.ownChange(userID)
            assign(row.feedSequence, row.groupSequence, backfillCount: backfillCount, place)
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
            unassignLast()
        case .userTold(_, let userID, _):
            userChanges[userID]?.removeLast()
            unassignLast()
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

    private mutating func assign(
        _ sequence: Int64,
        _ groupSequence: Int64,
        backfillCount: Int64,
        _ place: Slot.Place
    ) {
        slots.append(
            Slot(
                sequence: sequence,
                backfillCount: backfillCount,
                groupSequence: groupSequence,
                place: place
            )
        )
        head = sequence + backfillCount
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
