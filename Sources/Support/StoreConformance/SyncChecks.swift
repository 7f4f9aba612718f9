import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import SyncCore

/// Checks on what consoles are compared with.
enum SyncChecks {
    /// Checks on reads for the consoles' synchronisation.
    static let agreement: [StoreCheck] = [
        .transaction("what a user could see at a place of the feed is told by the grants up to it")
        { books in
            try books.prepare(accounts: 3, users: 2)
            try books.insert(Sample.grant(1, 3, at: 4))
            try books.insert(Sample.grant(1, 2, at: 9))
            try books.insert(Sample.grant(1, 3, nil, at: 12))
            try books.insert(Sample.grant(2, 3, at: 20))
            let versions: [(Int64, Int64)] = [(3, 0), (4, 4), (8, 4), (9, 9), (11, 9), (99, 12)]
            for (sequence, version) in versions {
                try expect(books.scopeVersion(of: 1, upTo: sequence), is: version)
            }
            try expect(books.scopeVersion(of: 404, upTo: 99), is: 0)
        },
        .transaction("an account is told as it was at a place of the feed") { books in
            try books.prepare(accounts: 2)
            let account = FeedChange.account(try Sample.accountRecord())
            for change in [account, .hold(Sample.hold(1)), account, .hold(Sample.hold(2))] {
                try books.tell(change, to: .account(2))
            }
            try expect(books.lastAccountChange(of: 2, upTo: 0), is: nil)
            for (sequence, number) in [(1, 1), (2, 1), (3, 3), (99, 3)] as [(Int64, Int64)] {
                let found = try books.lastAccountChange(of: 2, upTo: sequence)
                try expect(found, is: Sample.row(number, account))
            }
            try expect(books.lastAccountChange(of: 1, upTo: 99), is: nil)
            try books.expectRefusal("a change of no account") {
                _ = try books.lastAccountChange(of: 404, upTo: 99)
            }
        },
        .transaction("chains end at a place of the feed, and have a hash after each entry") {
            books in
            try books.prepare(accounts: 3)
            try books.book(Sample.transfer(1))  // 1 and 2
            try books.book(Sample.transfer(2))  // 3 and 4
            let ids: [AccountID] = [2, 3, 1]
            let heads = try ids.map { try books.account($0)?.head }
            try expect(
                try books.chains(of: ids, upTo: 99),
                is: heads.compactMap { $0 }.map { AccountLeaf($0) }
            )
            let early = try books.chains(of: ids, upTo: 2)
            try expect(early.map(\.accountSequence), is: [1, 0, 1])
            try expect(early[1], is: AccountLeaf(.genesis(of: ids[1])))
            let hashes = try books.chainHashes(of: ids[0], after: [2, 1, 3, 0, -1])
            try expect(hashes, is: [heads[0]?.hash, early[0].chainHash, nil, nil, nil])
            try expect(books.chains(of: [], upTo: 9), is: [])
            try books.expectRefusals([
                "the chain of no account": { _ = try books.chains(of: [404], upTo: 9) },
                "hashes of no account": { _ = try books.chainHashes(of: 404, after: [1]) },
            ])
        },
        .transaction("the accounts with news in a part of the feed are told in order") { books in
            try books.prepare(accounts: 4)
            try books.book(Sample.transfer(1, 4, 2))  // 1 and 2
            try books.book(Sample.transfer(2, 1, 3))  // 3 and 4
            try books.book(Sample.transfer(3, 1, 2))  // 5 and 6
            try books.prepare(users: 1)
            try books.tell(.accessRevoked(1), to: .user(1))  // 7
            try books.tell(.hold(Sample.hold(1, of: 3)), to: .account(3))  // 8
            func accounts(_ after: Int64, _ last: Int64) throws -> [AccountID] {
                try books.accountsWithNews(after: after, upTo: last)
            }
            try expect(accounts(0, 99), is: [1, 2, 3, 4])
            try expect(accounts(1, 3), is: [1, 2])
            try expect(accounts(4, 6), is: [1, 2])
            try expect(accounts(4, 8), is: [1, 2, 3])
            try expect(accounts(6, 7), is: [])
            try expect(accounts(8, 99), is: [])
            try expect(accounts(3, 3), is: [])
        },
        .transaction("the users with news in a part of the feed are those who see it now") {
            books in
            try books.prepare(accounts: 4, users: 4)
            try books.book(Sample.transfer(1, 4, 2))  // 1 and 2
            try books.tell(.accessRevoked(1), to: .user(4))  // 3
            try books.tell(.hold(Sample.hold(1, of: 3)), to: .account(3))  // 4
            for (user, account) in [(3, 2), (1, 2), (2, 3), (2, 4), (4, 1)] {
                try books.insert(Sample.grant(user, account, at: Int64(10 * user + account)))
            }
            func users(_ after: Int64, _ last: Int64) throws -> [UserID] {
                try books.usersWithNews(after: after, upTo: last)
            }
            try expect(users(0, 99), is: [1, 2, 3, 4])
            try expect(users(1, 2), is: [1, 3])
            try expect(users(0, 1), is: [2])
            try expect(users(2, 3), is: [4])
            try expect(users(3, 4), is: [2])
            try expect(users(4, 99), is: [])
            try books.insert(Sample.grant(3, 2, nil, at: 50))
            try expect(users(1, 2), is: [1])
            try books.takeBack {
                try books.insert(Sample.grant(1, 2, nil, at: 51))
                try expect(users(1, 2), is: [])
            }
            try expect(users(1, 2), is: [1])
        },
        .transaction("the accounts of a user that have news are told as the feed has them") {
            books in
            try books.prepare(accounts: 4, users: 2)
            try books.book(Sample.transfer(1, 4, 2))  // 1 and 2
            try books.book(Sample.transfer(2, 4, 3))  // 3 and 4
            try books.tell(.hold(Sample.hold(1, of: 2)), to: .account(2))  // 5
            try books.tell(.accessRevoked(1), to: .user(1))  // 6
            try books.book(Sample.transfer(3, 4, 2))  // 7 and 8
            // The history of account 4 counts up to feed sequence 3, where the user is granted it.
            let second = Sample.grant(1, 2, at: 1)
            let fourth = Sample.grant(1, 4, at: 2, backfillCount: 1)
            try books.insert(second)
            try books.insert(fourth)
            try books.insert(Sample.grant(2, 3, at: 1))
            func news(_ after: Int64, _ last: Int64, _ limit: Int = 9) throws -> [Int64] {
                let found = try books.grantsWithNews(of: 1, after: after, upTo: last, limit: limit)
                let grants = found.map { $0.feedSequence == 7 ? fourth : second }
                try expect(found.map(\.grant), is: grants)
                return found.map(\.feedSequence)
            }
            try expect(news(0, 99), is: [2, 5, 7, 8])
            try expect(news(0, 99, 2), is: [2, 5])
            try expect(news(2, 7), is: [5, 7])
            try expect(news(5, 6), is: [])
            try expect(news(8, 99), is: [])
            try expect(news(0, 99, 0), is: [])
            try books.insert(Sample.grant(1, 2, nil, at: 9))
            try expect(news(0, 99), is: [7])
        },
        .transaction("the group of the next row is told, whatever it is") { books in
            try books.prepare(accounts: 2, users: 1)
            try expect(books.groupSequence(after: 0), is: nil)
            try books.tell(.accessRevoked(1), to: .user(1), backfillCount: 3)  // 1
            let hold = Sample.row(5, group: 1, .hold(Sample.hold(1)))
            try books.insert(hold, scope: .account(2), backfillCount: 0)
            try books.book(Sample.transfer(1))  // 6 and 7
            let groups: [(Int64, Int64)] = [(0, 1), (1, 1), (3, 1), (4, 1), (5, 6), (6, 6)]
            for (number, group) in groups {
                try expect(books.groupSequence(after: number), is: group)
            }
            try expect(books.groupSequence(after: 7), is: nil)
        },
        .transaction("keys of cursors are told the oldest first, and added once") { books in
            try expect(books.cursorKeys(), is: [])
            let keys = [7, 3].map { number in
                CursorKeyRecord(
                    idBits: UInt128(number),
                    sealed: [9, UInt8(number)],
                    madeAt: Sample.later(Int64(number))
                )
            }
            for key in keys { try books.insert(key) }
            try expect(books.cursorKeys(), is: keys)
            try books.expectRefusal("the same key again") { try books.insert(keys[0]) }
            try expect(books.owners(of: .cursorKey), is: [3, 7])
            try books.update(Sample.sealed(.cursorKey, of: 7, [1]))
            try expect(books.cursorKeys().map(\.sealed), is: [[1], [9, 3]])
            try expect(books.cursorKeys().map(\.madeAt), is: keys.map(\.madeAt))
        },
        .transaction("a console belongs to a user, and is added once for each") { books in
            try books.prepare(users: 2)
            try books.insert(Sample.device(1, of: 1))
            try books.insert(Sample.device(1, of: 2))
            try expect(books.device(1, of: 2), is: Sample.device(1, of: 2))
            try expect(books.device(2, of: 2), is: nil)
            try books.expectRefusals([
                "the same console again": { try books.insert(Sample.device(1, of: 1)) },
                "a console of nobody": { try books.insert(Sample.device(1, of: 404)) },
            ])
        },
        .transaction("what a console sent is told by its intent, and the last of it by its place") {
            books in
            try books.prepare(users: 1)
            for number in 1...3 { try books.insert(Sample.intent(number)) }
            try books.insert(Sample.device(1, of: 1))
            try expect(books.lastStamp(of: 1, of: 1), is: nil)
            try books.insert(Sample.stamp(1, at: 5))
            try books.insert(Sample.stamp(2, at: 4))
            try expect(books.lastStamp(of: 1, of: 1), is: Sample.stamp(1, at: 5))
            try books.expectRefusals([
                "a second stamp of an intent": { try books.insert(Sample.stamp(1, at: 6)) },
                "the stamp of no intent": { try books.insert(Sample.stamp(404, at: 6)) },
                "the stamp of no console": { try books.insert(Sample.stamp(3, at: 6, device: 2)) },
                "a place before the first": { try books.insert(Sample.stamp(3, at: 0)) },
            ])
            // A console that lost its record may reuse a number, and the later stamp counts.
            try books.insert(Sample.stamp(3, at: 5))
            try expect(books.lastStamp(of: 1, of: 1), is: Sample.stamp(3, at: 5))
            let stamps = try (3...6).map { try books.stamp(of: 1, of: 1, at: $0) }
            try expect(stamps, is: [nil, Sample.stamp(2, at: 4), Sample.stamp(3, at: 5), nil])
            try expect(books.stamp(of: 2), is: Sample.stamp(2, at: 4))
            try expect(books.stamp(of: 404), is: nil)
        },
    ]
}

extension Sample {
    static func device(_ number: Int, of user: Int) -> DeviceRecord {
        DeviceRecord(
            deviceID: id(number),
            userID: id(user),
            publicKey: [UInt8](repeating: UInt8(truncatingIfNeeded: user), count: 32),
            seenAt: later(Int64(number))
        )
    }

    static func stamp(_ intent: Int, at sequence: Int64, device: Int = 1) -> StampRecord {
        StampRecord(
            key: id(intent),
            userID: 1,
            deviceID: id(device),
            sequence: sequence,
            hash: digest(intent)
        )
    }
}
