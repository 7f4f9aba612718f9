import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

/// Checks on the feed, grants and payees.
enum FeedChecks {
    /// Checks on feed sequences, and on changes other than entries.
    static let feed: [StoreCheck] = [
        StoreCheck("an empty feed ends at zero, in an epoch that lasts") { store in
            let epoch = try await store.read { books in
                try expect(books.feedHead(), is: 0)
                return try books.epoch()
            }
            try await store.write { try $0.prepare(accounts: 1) }
            try expect(try await store.read { try $0.epoch() }, is: epoch)
        },
        .transaction("changes of every kind belong to one account or one user, in order") { books in
            try books.prepare(accounts: 2, users: 2)
            let changes: [FeedChange] = [
                .account(try Sample.accountRecord()), .hold(Sample.hold(1)),
                .payee(Sample.payee(1, named: "Asha")), .decision(Sample.decision(1)),
                .decision(Sample.decision(2, .posted(1))), .accessRevoked(2),
            ]
            var rows: [FeedRow] = []
            for (index, change) in changes.enumerated() {
                let number = Int64(index) + 1
                let row = Sample.row(number, group: (number + 1) / 2, change)
                try books.insert(row, scope: index < 3 ? .account(2) : .user(1), backfillCount: 0)
                rows.append(row)
            }
            func read(_ scope: FeedRow.Scope, _ after: Int64, _ limit: Int) throws -> [FeedRow] {
                try books.changes(in: scope, after: after, limit: limit)
            }
            try expect(read(.account(2), 0, 9), is: Array(rows[..<3]))
            try expect(read(.user(1), 0, 9), is: Array(rows[3...]))
            try expect(read(.user(1), 4, 1), is: [rows[4]])
            try expect(read(.user(1), 6, 9), is: [])
            try expect(read(.user(1), 0, 0), is: [])
            try expect(read(.account(1), 0, 9), is: [])
            try expect(read(.user(2), 0, 9), is: [])
            try expect(read(.user(404), 0, 9), is: [])
            try expect(books.feedHead(), is: 6)
        },
        .transaction("a change takes the next number, after those given to a history") { books in
            try books.prepare(accounts: 2, users: 1)
            func tell(_ number: Int64, _ backfillCount: Int64 = 0) throws {
                let row = Sample.row(number, .accessRevoked(2))
                try books.insert(row, scope: .user(1), backfillCount: backfillCount)
            }
            for number in [Int64(0), 2, -1] {
                try books.expectRefusal("number \(number) first") { try tell(number) }
            }
            try tell(1, 3)
            try expect(books.feedHead(), is: 4)
            for number in [Int64(1), 2, 4, 6] {
                try books.expectRefusal("number \(number) after 4") { try tell(number) }
            }
            try books.expectRefusal("a history of negative length") { try tell(5, -1) }
            try tell(5)
            try books.book(Sample.transfer(1))
            try expect(books.feedHead(), is: 7)
            let own = try books.changes(in: .user(1), after: 0, limit: 9)
            try expect(own.map(\.feedSequence), is: [1, 5])
        },
        .transaction("a change for nobody is refused") { books in
            let row = Sample.row(1, .accessRevoked(2))
            try books.expectRefusals([
                "for no user": { try books.insert(row, scope: .user(404), backfillCount: 0) },
                "for no account": { try books.insert(row, scope: .account(404), backfillCount: 0) },
            ])
        },
    ]

    /// Checks on grants and payees.
    static let grants: [StoreCheck] = [
        .transaction("the latest grant for an account counts, and its end takes it away") { books in
            try books.prepare(accounts: 3, users: 2)
            let first = Sample.grant(1, 3, .viewMasked, at: 2, backfillCount: 4)
            try books.insert(first)
            try books.insert(Sample.grant(2, 3, at: 7))
            let other = Sample.grant(1, 2, .view, at: 8)
            try books.insert(other)
            // In the order in which the accounts were opened, whatever the order of the grants.
            try expect(books.grants(of: 1), is: [other, first])
            try expect(books.grant(of: 1, for: 3), is: first)
            try expect(books.grant(of: 1, for: 1), is: nil)
            let more = Sample.grant(1, 3, .operate, at: 9, backfillCount: 4)
            try books.insert(more)
            try expect(books.grants(of: 1), is: [other, more])
            try books.insert(Sample.grant(1, 3, nil, at: 10))
            try expect(books.grants(of: 1), is: [other])
            try expect(books.grant(of: 1, for: 3), is: nil)
            let again = Sample.grant(1, 3, .view, at: 11, backfillCount: 2)
            try books.insert(again)
            try expect(books.grants(of: 1), is: [other, again])
            try expect(books.grants(of: 404), is: [])
        },
        .transaction("accounts that a user had and has not, or has anew, are told in order") {
            books in
            try books.prepare(accounts: 5, users: 2)
            try books.insert(Sample.grant(1, 4, at: 2))
            try books.insert(Sample.grant(1, 2, at: 3))
            try books.insert(Sample.grant(1, 3, at: 4))
            try books.insert(Sample.grant(2, 5, at: 5))
            try books.insert(Sample.grant(1, 4, nil, at: 6))
            try books.insert(Sample.grant(1, 2, nil, at: 7))
            try books.insert(Sample.grant(1, 2, at: 8))
            try books.insert(Sample.grant(2, 5, nil, at: 9))
            func lost(_ sequence: Int64, _ last: AccountID?, _ limit: Int) throws -> [AccountID] {
                try books.accountsLost(by: 1, since: sequence, after: last, limit: limit)
            }
            try expect(lost(7, nil, 9), is: [2, 4])
            try expect(lost(8, nil, 9), is: [4])
            try expect(lost(7, nil, 1), is: [2])
            try expect(lost(7, 2, 9), is: [4])
            try expect(lost(7, nil, 0), is: [])
            try expect(books.accountsLost(by: 404, since: 0, after: nil, limit: 9), is: [])
        },
        .transaction("grants are told in the order in which they were given, from any place on") {
            books in
            try books.prepare(accounts: 4, users: 2)
            let grants = [
                Sample.grant(1, 4, at: 2), Sample.grant(1, 2, at: 5), Sample.grant(1, 3, at: 8),
            ]
            for grant in grants { try books.insert(grant) }
            try books.insert(Sample.grant(2, 1, at: 6))
            func given(_ after: Int64, _ limit: Int) throws -> [AccessGrant] {
                try books.grants(of: 1, givenAfter: after, limit: limit)
            }
            try expect(given(0, 9), is: grants)
            try expect(given(2, 1), is: [grants[1]])
            try expect(given(8, 9), is: [])
            try expect(given(0, 0), is: [])
            try books.insert(Sample.grant(1, 2, nil, at: 9))
            try expect(given(0, 9), is: [grants[0], grants[2]])
        },
        .transaction("a grant has a number of its own, a user and an account") { books in
            try books.prepare(accounts: 1, users: 1)
            try books.insert(Sample.grant(1, 1, at: 1))
            try books.expectRefusals([
                "the same number again": { try books.insert(Sample.grant(1, 1, .view, at: 1)) },
                "a grant of no user": { try books.insert(Sample.grant(404, 1, at: 2)) },
                "a grant for no account": { try books.insert(Sample.grant(1, 404, at: 2)) },
                "a history of negative length": {
                    try books.insert(Sample.grant(1, 1, at: 2, backfillCount: -1))
                },
            ])
        },
        .transaction("a payee is one user's, as it was told last") { books in
            try books.prepare(accounts: 2, users: 2)
            try expect(books.payee(of: 1, with: 2), is: nil)
            let first = Sample.payee(2, named: "Asha")
            try books.insert(first, of: 1, feedSequence: 3)
            let removed = Sample.payee(2, named: "Asha", isRemoved: true)
            try books.insert(removed, of: 1, feedSequence: 12)
            try expect(books.payee(of: 1, with: 2), is: removed)
            try expect(books.payee(of: 1, with: 1), is: nil)
            try expect(books.payee(of: 2, with: 2), is: nil)
            let other = Sample.payee(1, named: "Rohan")
            try books.insert(other, of: 1, feedSequence: 14)
            func payees(upTo sequence: Int64) throws -> [PayeeRecord] {
                try books.payees(of: 1, upTo: sequence)
            }
            try expect(payees(upTo: 2), is: [])
            try expect(payees(upTo: 3), is: [first])
            try expect(payees(upTo: 11), is: [first])
            try expect(payees(upTo: 13), is: [removed])
            try expect(payees(upTo: .max), is: [other, removed])
            try expect(books.payees(of: 2, upTo: .max), is: [])
            try books.expectRefusals([
                "the same number again": { try books.insert(removed, of: 1, feedSequence: 12) },
                "a payee of no user": { try books.insert(removed, of: 404, feedSequence: 13) },
                "a payee without an account": {
                    try books.insert(Sample.payee(404, named: "Asha"), of: 1, feedSequence: 13)
                },
            ])
        },
    ]
}

extension Sample {
    /// Returns account 2 as its holder sees it.
    static func accountRecord() throws -> AccountRecord {
        let stored = try account(2)
        return AccountRecord(
            accountID: stored.account.id,
            number: stored.profile.number,
            branchCode: stored.profile.branchCode,
            holder: stored.profile.holder,
            product: stored.profile.product,
            currency: stored.account.currency,
            heldMinorUnits: 5,
            minimumBalanceMinorUnits: -500,
            isClosed: false,
            access: .operate,
            accountSequence: 0
        )
    }
}
