import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import SyncCore

/// Checks on what consoles are compared with.
enum SyncChecks {
    /// Checks on reads for the consoles' synchronisation.
    static let agreement = [
        StoreCheck("what a user could see at a place of the feed is told by the grants up to it") {
            store in
            try await store.write { books in
                try books.openAccounts(3)
                try books.addUsers(2)
                try books.insert(Sample.grant(1, 3, at: 4))
                try books.insert(Sample.grant(1, 2, at: 9))
                try books.insert(Sample.grant(1, 3, nil, at: 12))
                try books.insert(Sample.grant(2, 3, at: 20))
                for (sequence, version) in [(3, 0), (4, 4), (8, 4), (9, 9), (11, 9), (99, 12)] {
                    let user = Sample.userID(1)
                    let found = try books.scopeVersion(of: user, upTo: Int64(sequence))
                    try expect(found, is: Int64(version))
                }
                let nobody = Sample.userID(404)
                try expect(try books.scopeVersion(of: nobody, upTo: 99), is: 0)
            }
        },
        StoreCheck("an account is told as it was at a place of the feed") { store in
            try await store.write { books in
                try books.openAccounts(2)
                let id = Sample.accountID(2)
                let account = FeedChange.account(try books.sampleAccountRecord())
                let changes = [account, .hold(Sample.hold(1)), account, .hold(Sample.hold(2))]
                for change in changes {
                    let row = Sample.row(try books.feedHead() + 1, change)
                    try books.insert(row, scope: .account(id), backfillCount: 0)
                }
                try expect(try books.lastAccountChange(of: id, upTo: 0), is: nil)
                for (sequence, number) in [(1, 1), (2, 1), (3, 3), (99, 3)] {
                    let found = try books.lastAccountChange(of: id, upTo: Int64(sequence))
                    try expect(found, is: Sample.row(Int64(number), account))
                }
                let other = Sample.accountID(1)
                try expect(try books.lastAccountChange(of: other, upTo: 99), is: nil)
                try books.expectRefusal("a change of no account") {
                    _ = try books.lastAccountChange(of: Sample.accountID(404), upTo: 99)
                }
            }
        },
        StoreCheck("chains end at a place of the feed, and have a hash after each entry") { store in
            try await store.write { books in
                try books.openAccounts(3)
                try books.book(try Sample.transfer(1))  // 1 and 2
                try books.book(try Sample.transfer(2))  // 3 and 4
                let ids = [2, 3, 1].map(Sample.accountID)
                let heads = try ids.map { try books.account($0)?.head }
                try expect(
                    try books.chains(of: ids, upTo: 99),
                    is: heads.compactMap { $0 }.map { AccountLeaf($0) }
                )
                let early = try books.chains(of: ids, upTo: 2)
                try expect(early.map(\.accountSequence), is: [1, 0, 1])
                try expect(early[1], is: AccountLeaf(.genesis(of: ids[1])))
                let hashes = try books.chainHashes(of: ids[0], after: [2, 1, 3, 0, -1])
                try expect(
                    hashes,
                    is: [heads[0]?.hash, early[0].chainHash, nil, nil, nil]
                )
                try expect(try books.chains(of: [], upTo: 9), is: [])
                try books.expectRefusal("the chain of no account") {
                    _ = try books.chains(of: [Sample.accountID(404)], upTo: 9)
                }
                try books.expectRefusal("hashes of no account") {
                    _ = try books.chainHashes(of: Sample.accountID(404), after: [1])
                }
            }
        },
        StoreCheck("the accounts with news in a part of the feed are told in order") { store in
            try await store.write { books in
                try books.openAccounts(4)
                try books.book(try Sample.transfer(1, 4, 2))  // 1 and 2
                try books.book(try Sample.transfer(2, 1, 3))  // 3 and 4
                try books.book(try Sample.transfer(3, 1, 2))  // 5 and 6
                try books.addUsers(1)
                try books.tell(.accessRevoked(Sample.accountID(1)), toUser: 1)  // 7
                let hold = Sample.row(8, .hold(Sample.hold(1, of: 3)))
                try books.insert(hold, scope: .account(Sample.accountID(3)), backfillCount: 0)
                func accounts(_ after: Int64, _ last: Int64) throws -> [AccountID] {
                    try books.accountsWithNews(after: after, upTo: last)
                }
                try expect(try accounts(0, 99), is: [1, 2, 3, 4].map(Sample.accountID))
                try expect(try accounts(1, 3), is: [1, 2].map(Sample.accountID))
                try expect(try accounts(4, 6), is: [1, 2].map(Sample.accountID))
                try expect(try accounts(4, 8), is: [1, 2, 3].map(Sample.accountID))
                try expect(try accounts(6, 7), is: [])
                try expect(try accounts(8, 99), is: [])
                try expect(try accounts(3, 3), is: [])
            }
        },
        StoreCheck("the users with news in a part of the feed are those who see it now") { store in
            try await store.write { books in
                try books.openAccounts(4)
                try books.addUsers(4)
                try books.book(try Sample.transfer(1, 4, 2))  // 1 and 2
                try books.tell(.accessRevoked(Sample.accountID(1)), toUser: 4)  // 3
                let hold = Sample.row(4, .hold(Sample.hold(1, of: 3)))
                try books.insert(hold, scope: .account(Sample.accountID(3)), backfillCount: 0)
                for (user, account) in [(3, 2), (1, 2), (2, 3), (2, 4), (4, 1)] {
                    try books.insert(Sample.grant(user, account, at: Int64(10 * user + account)))
                }
                func users(_ after: Int64, _ last: Int64) throws -> [UserID] {
                    try books.usersWithNews(after: after, upTo: last)
                }
                try expect(try users(0, 99), is: [1, 2, 3, 4].map(Sample.userID))
                try expect(try users(1, 2), is: [1, 3].map(Sample.userID))
                try expect(try users(0, 1), is: [Sample.userID(2)])
                try expect(try users(2, 3), is: [Sample.userID(4)])
                try expect(try users(3, 4), is: [Sample.userID(2)])
                try expect(try users(4, 99), is: [])
                try books.insert(Sample.grant(3, 2, nil, at: 50))
                try expect(try users(1, 2), is: [Sample.userID(1)])
                try books.takeBack {
                    try books.insert(Sample.grant(1, 2, nil, at: 51))
                    try expect(try users(1, 2), is: [])
                }
                try expect(try users(1, 2), is: [Sample.userID(1)])
            }
        },
        StoreCheck("the accounts of a user that have news are told as the feed has them") { store in
            try await store.write { books in
                try books.openAccounts(4)
                try books.addUsers(2)
                try books.book(try Sample.transfer(1, 4, 2))  // 1 and 2
                try books.book(try Sample.transfer(2, 4, 3))  // 3 and 4
                let hold = Sample.row(5, .hold(Sample.hold(1, of: 2)))
                try books.insert(hold, scope: .account(Sample.accountID(2)), backfillCount: 0)
                try books.tell(.accessRevoked(Sample.accountID(1)), toUser: 1)  // 6
                try books.book(try Sample.transfer(3, 4, 2))  // 7 and 8
                // The history of account 4 counts up to feed sequence 3, where the user is granted
                // it.
                let second = Sample.grant(1, 2, at: 1)
                let fourth = Sample.grant(1, 4, at: 2, backfillCount: 1)
                try books.insert(second)
                try books.insert(fourth)
                try books.insert(Sample.grant(2, 3, at: 1))
                func news(_ after: Int64, _ last: Int64, _ limit: Int = 9) throws -> [Int64] {
                    let user = Sample.userID(1)
                    let found = try books.grantsWithNews(
                        of: user,
                        after: after,
                        upTo: last,
                        limit: limit
                    )
                    let grants = found.map { $0.feedSequence == 7 ? fourth : second }
                    try expect(found.map(\.grant), is: grants)
                    return found.map(\.feedSequence)
                }
                try expect(try news(0, 99), is: [2, 5, 7, 8])
                try expect(try news(0, 99, 2), is: [2, 5])
                try expect(try news(2, 7), is: [5, 7])
                try expect(try news(5, 6), is: [])
                try expect(try news(8, 99), is: [])
                try expect(try news(0, 99, 0), is: [])
                try books.insert(Sample.grant(1, 2, nil, at: 9))
                try expect(try news(0, 99), is: [7])
            }
        },
        StoreCheck("the group of the next row is told, whatever it is") { store in
            try await store.write { books in
                try books.openAccounts(2)
                try books.addUsers(1)
                try expect(try books.groupSequence(after: 0), is: nil)
                let told = Sample.row(1, .accessRevoked(Sample.accountID(1)))
                try books.insert(told, scope: .user(Sample.userID(1)), backfillCount: 3)
                let hold = Sample.row(5, group: 1, .hold(Sample.hold(1)))
                try books.insert(hold, scope: .account(Sample.accountID(2)), backfillCount: 0)
                try books.book(try Sample.transfer(1))  // 6 and 7
                for (number, group) in [(0, 1), (1, 1), (3, 1), (4, 1), (5, 6), (6, 6)] {
                    let found = try books.groupSequence(after: Int64(number))
                    try expect(found, is: Int64(group))
                }
                try expect(try books.groupSequence(after: 7), is: nil)
            }
        },
        StoreCheck("keys of cursors are told the oldest first, and added once") { store in
            try await store.write { books in
                try expect(try books.cursorKeys(), is: [])
                let keys = [7, 3].map { number in
                    CursorKeyRecord(
                        idBits: UInt128(number),
                        sealed: [9, UInt8(number)],
                        madeAt: Sample.later(Int64(number))
                    )
                }
                for key in keys { try books.insert(key) }
                try expect(try books.cursorKeys(), is: keys)
                try books.expectRefusal("the same key again") { try books.insert(keys[0]) }
                let values = try books.sealedValues(.cursorKey, after: nil, limit: 9)
                try expect(values.map(\.ownerBits), is: [3, 7])
                let new = SealedValue(purpose: .cursorKey, ownerBits: 7, sealed: [1])
                try books.update(new)
                try expect(try books.cursorKeys().map(\.sealed), is: [[1], [9, 3]])
                try expect(try books.cursorKeys().map(\.madeAt), is: keys.map(\.madeAt))
            }
        },
        StoreCheck("a console belongs to a user, and is added once for each") { store in
            try await store.write { books in
                try books.addUsers(2)
                try books.insert(Sample.device(1, of: 1))
                try books.insert(Sample.device(1, of: 2))
                let (device, user) = (Sample.deviceID(1), Sample.userID(2))
                try expect(try books.device(device, of: user), is: Sample.device(1, of: 2))
                try expect(try books.device(Sample.deviceID(2), of: user), is: nil)
                try books.expectRefusal("the same console again") {
                    try books.insert(Sample.device(1, of: 1))
                }
                try books.expectRefusal("a console of nobody") {
                    try books.insert(Sample.device(1, of: 404))
                }
            }
        },
        StoreCheck("what a console sent is told by its intent, and the last of it by its place") {
            store in
            try await store.write { books in
                try books.addUsers(1)
                for number in 1...3 { try books.insert(Sample.intent(number)) }
                let (device, user) = (Sample.deviceID(1), Sample.userID(1))
                try books.insert(Sample.device(1, of: 1))
                try expect(try books.lastStamp(of: device, of: user), is: nil)
                try books.insert(Sample.stamp(1, at: 5))
                try books.insert(Sample.stamp(2, at: 4))
                try expect(try books.lastStamp(of: device, of: user), is: Sample.stamp(1, at: 5))
                try books.expectRefusal("a second stamp of an intent") {
                    try books.insert(Sample.stamp(1, at: 6))
                }
                try books.expectRefusal("the stamp of no intent") {
                    try books.insert(Sample.stamp(404, at: 6))
                }
                try books.expectRefusal("the stamp of no console") {
                    try books.insert(Sample.stamp(3, at: 6, device: 2))
                }
                try books.expectRefusal("a place before the first") {
                    try books.insert(Sample.stamp(3, at: 0))
                }
                // A console that lost its record may reuse a number, and the later stamp counts.
                try books.insert(Sample.stamp(3, at: 5))
                try expect(try books.lastStamp(of: device, of: user), is: Sample.stamp(3, at: 5))
                let stamps = try (3...6).map { try books.stamp(of: device, of: user, at: $0) }
                try expect(stamps, is: [nil, Sample.stamp(2, at: 4), Sample.stamp(3, at: 5), nil])
                try expect(try books.stamp(of: Sample.key(2)), is: Sample.stamp(2, at: 4))
                try expect(try books.stamp(of: Sample.key(404)), is: nil)
            }
        },
    ]
}

extension Sample {
    static func deviceID(_ number: Int) -> DeviceID {
        DeviceID(rawValue: UInt128(number))
    }

    static func device(_ number: Int, of user: Int) -> DeviceRecord {
        DeviceRecord(
            deviceID: deviceID(number),
            userID: userID(user),
            publicKey: [UInt8](repeating: UInt8(truncatingIfNeeded: user), count: 32),
            seenAt: later(Int64(number))
        )
    }

    static func stamp(
        _ intent: Int,
        at sequence: Int64,
        device: Int = 1
    ) -> StampRecord {
        StampRecord(
            key: key(intent),
            userID: userID(1),
            deviceID: deviceID(device),
            sequence: sequence,
            hash: digest(intent)
        )
    }
}
