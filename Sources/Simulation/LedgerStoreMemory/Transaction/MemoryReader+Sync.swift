import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import SyncCore

extension MemoryReader {
    func scopeVersion(of userID: UserID, upTo sequence: Int64) throws -> Int64 {
        let numbers = (books.feed.grants[userID] ?? []).map { line in
            let place = line.grants.partitionPlace { $0.feedSequence <= sequence }
            return place == 0 ? 0 : line.grants[place - 1].feedSequence
        }
        return numbers.max() ?? 0
    }

    func lastAccountChange(of accountID: AccountID, upTo sequence: Int64) throws -> FeedRow? {
        let rows = books.feed.accountChanges[try knownPlace(of: accountID)]
        return rows[..<rows.partitionPlace { $0.feedSequence <= sequence }].last { row in
            if case .account = row.change { true } else { false }
        }
    }

    func chains(of accountIDs: [AccountID], upTo sequence: Int64) throws -> [AccountLeaf] {
        try accountIDs.map { id in
            let entries = books.ledger.entries[try knownPlace(of: id)]
            let place = entries.partitionPlace { $0.feedSequence <= sequence }
            guard place > 0 else { return AccountLeaf(ChainHead.genesis(of: id)) }
            return AccountLeaf(
                accountID: id,
                accountSequence: entries[place - 1].record.accountSequence,
                chainHash: entries[place - 1].chainHash
            )
        }
    }

    func chainHashes(of accountID: AccountID, after places: [Int64]) throws -> [Digest256?] {
        let entries = books.ledger.entries[try knownPlace(of: accountID)]
        return places.map { place in
            guard place > 0, place <= entries.count else { return nil }
            return entries[Int(place) - 1].chainHash
        }
    }

    func accountsWithNews(after sequence: Int64, upTo last: Int64) throws -> [AccountID] {
        placesWithNews(after: sequence, upTo: last).accounts
            .map { books.ledger.accounts[$0].account.id }.sorted()
    }

    func usersWithNews(after sequence: Int64, upTo last: Int64) throws -> [UserID] {
        let (accounts, users) = placesWithNews(after: sequence, upTo: last)
        return accounts.reduce(into: users) { $0.formUnion(books.feed.viewers[$1] ?? []) }.sorted()
    }

    private func placesWithNews(
        after sequence: Int64,
        upTo last: Int64
    ) -> (accounts: Set<Int>, users: Set<UserID>) {
        var accounts: Set<Int> = []
        var users: Set<UserID> = []
        let start = books.feed.slots.partitionPlace { $0.sequence <= sequence }
        for slot in books.feed.slots[start...] {
            if slot.sequence > last { break }
            switch slot.place {
            case .entry(let account, _), .change(let account): accounts.insert(account)
            case .ownChange(let userID): users.insert(userID)
            }
        }
        return (accounts, users)
    }

    func cursorKeys() throws -> [CursorKeyRecord] { books.sync.cursorKeys }

    func device(_ deviceID: DeviceID, of userID: UserID) throws -> DeviceRecord? {
        books.sync.devices[SyncTables.DeviceKey(deviceID: deviceID, userID: userID)]
    }

    func lastStamp(of deviceID: DeviceID, of userID: UserID) throws -> StampRecord? {
        books.sync.sequences[SyncTables.DeviceKey(deviceID: deviceID, userID: userID)]?.last
    }

    func stamp(
        of deviceID: DeviceID,
        of userID: UserID,
        at sequence: Int64
    ) throws -> StampRecord? {
        let key = SyncTables.DeviceKey(deviceID: deviceID, userID: userID)
        let stamps = books.sync.sequences[key] ?? []
        let end = stamps.partitionPlace { $0.sequence <= sequence }
        return stamps[..<end].last.flatMap { $0.sequence == sequence ? $0 : nil }
    }

    func stamp(of key: IntentKey) throws -> StampRecord? { books.sync.stamps[key] }
}
