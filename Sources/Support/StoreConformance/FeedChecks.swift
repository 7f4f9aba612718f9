import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

/// Checks on the feed, grants and payees.
enum FeedChecks {
    /// Checks on feed sequences, and on changes other than entries.
    static let feed = [
        StoreCheck("an empty feed ends at zero, in an epoch that lasts") { store in
            let epoch = try await store.read { books in
                try expect(try books.feedHead(), is: 0)
                return try books.epoch()
            }
            try await store.write { try $0.openAccounts(1) }
            try expect(try await store.read { try $0.epoch() }, is: epoch)
        },
        StoreCheck("changes of every kind belong to one account or one user, in order") { store in
            try await store.write { books in
                try books.openAccounts(2)
                try books.addUsers(2)
                let changes: [FeedChange] = [
                    .account(try books.sampleAccountRecord()), .hold(Sample.hold(1)),
                    .payee(Sample.payee(1, named: "Asha")), .decision(Sample.decision(1)),
                    .decision(Sample.decision(2, .posted(Sample.journalID(1)))),
                    .accessRevoked(Sample.accountID(2)),
                ]
                var rows: [FeedRow] = []
                for (index, change) in changes.enumerated() {
                    let number = Int64(index) + 1
                    let row = Sample.row(number, group: (number + 1) / 2, change)
                    let scope: FeedRow.Scope =
                        index < 3 ? .account(Sample.accountID(2)) : .user(Sample.userID(1))
                    try books.insert(row, scope: scope, backfillCount: 0)
                    rows.append(row)
                }
                func read(_ scope: FeedRow.Scope, _ after: Int64, _ limit: Int) throws -> [FeedRow]
                {
                    try books.changes(in: scope, after: after, limit: limit)
                }
                let (account, user) = (Sample.accountID(2), Sample.userID(1))
                try expect(try read(.account(account), 0, 9), is: Array(rows[..<3]))
                try expect(try read(.user(user), 0, 9), is: Array(rows[3...]))
                try expect(try read(.user(user), 4, 1), is: [rows[4]])
                try expect(try read(.user(user), 6, 9), is: [])
                try expect(try read(.user(user), 0, 0), is: [])
                try expect(try read(.account(Sample.accountID(1)), 0, 9), is: [])
                try expect(try read(.user(Sample.userID(2)), 0, 9), is: [])
                try expect(try read(.user(Sample.userID(404)), 0, 9), is: [])
                try expect(try books.feedHead(), is: 6)
            }
        },
        StoreCheck("a change takes the next number, after those given to a history") { store in
            try await store.write { books in
                try books.openAccounts(2)
                try books.addUsers(1)
                let gone = FeedChange.accessRevoked(Sample.accountID(2))
                func tell(_ number: Int64, _ backfillCount: Int64 = 0) throws {
                    let row = Sample.row(number, gone)
                    let scope = FeedRow.Scope.user(Sample.userID(1))
                    try books.insert(row, scope: scope, backfillCount: backfillCount)
                }
                for number in [Int64(0), 2, -1] {
                    try books.expectRefusal("number \(number) first") { try tell(number) }
                }
                try tell(1, 3)
                try expect(try books.feedHead(), is: 4)
                for number in [Int64(1), 2, 4, 6] {
                    try books.expectRefusal("number \(number) after 4") { try tell(number) }
                }
                try books.expectRefusal("a history of negative length") { try tell(5, -1) }
                try tell(5)
                try books.book(try Sample.transfer(1))
                try expect(try books.feedHead(), is: 7)
                let own = try books.changes(in: .user(Sample.userID(1)), after: 0, limit: 9)
                try expect(own.map(\.feedSequence), is: [1, 5])
            }
        },
        StoreCheck("a change for nobody is refused") { store in
            try await store.write { books in
                let row = Sample.row(1, .accessRevoked(Sample.accountID(2)))
                try books.expectRefusal("a change for no user") {
                    try books.insert(row, scope: .user(Sample.userID(404)), backfillCount: 0)
                }
                try books.expectRefusal("a change for no account") {
                    let scope = FeedRow.Scope.account(Sample.accountID(404))
                    try books.insert(row, scope: scope, backfillCount: 0)
                }
            }
        },
    ]

    /// Checks on grants and payees.
    static let grants = [
        StoreCheck("the latest grant for an account counts, and its end takes it away") { store in
            try await store.write { books in
                try books.openAccounts(3)
                try books.addUsers(2)
                let first = Sample.grant(1, 3, .viewMasked, at: 2, backfillCount: 4)
                try books.insert(first)
                try books.insert(Sample.grant(2, 3, at: 7))
                let other = Sample.grant(1, 2, .view, at: 8)
                try books.insert(other)
                let user = Sample.userID(1)
                // In the order in which the accounts were opened, whatever the order of the grants.
                try expect(try books.grants(of: user), is: [other, first])
                try expect(try books.grant(of: user, for: Sample.accountID(3)), is: first)
                try expect(try books.grant(of: user, for: Sample.accountID(1)), is: nil)
                let more = Sample.grant(1, 3, .operate, at: 9, backfillCount: 4)
                try books.insert(more)
                try expect(try books.grants(of: user), is: [other, more])
                try books.insert(Sample.grant(1, 3, nil, at: 10))
                try expect(try books.grants(of: user), is: [other])
                try expect(try books.grant(of: user, for: Sample.accountID(3)), is: nil)
                let again = Sample.grant(1, 3, .view, at: 11, backfillCount: 2)
                try books.insert(again)
                try expect(try books.grants(of: user), is: [other, again])
                try expect(try books.grants(of: Sample.userID(404)), is: [])
            }
        },
        StoreCheck("accounts that a user had and has not, or has anew, are told in order") {
            store in
            try await store.write { books in
                try books.openAccounts(5)
                try books.addUsers(2)
                try books.insert(Sample.grant(1, 4, at: 2))
                try books.insert(Sample.grant(1, 2, at: 3))
                try books.insert(Sample.grant(1, 3, at: 4))
                try books.insert(Sample.grant(2, 5, at: 5))
                try books.insert(Sample.grant(1, 4, nil, at: 6))
                try books.insert(Sample.grant(1, 2, nil, at: 7))
                try books.insert(Sample.grant(1, 2, at: 8))
                try books.insert(Sample.grant(2, 5, nil, at: 9))
                func lost(_ sequence: Int64, _ last: Int?, _ limit: Int) throws -> [AccountID] {
                    try books.accountsLost(
                        by: Sample.userID(1),
                        since: sequence,
                        after: last.map { Sample.accountID($0) },
                        limit: limit
                    )
                }
                let (second, fourth) = (Sample.accountID(2), Sample.accountID(4))
                try expect(try lost(7, nil, 9), is: [second, fourth].sorted())
                try expect(try lost(8, nil, 9), is: [fourth])
                try expect(try lost(7, nil, 1), is: [[second, fourth].sorted()[0]])
                try expect(try lost(7, 2, 9), is: [second, fourth].sorted().filter { $0 > second })
                try expect(try lost(7, nil, 0), is: [])
                let nobody = Sample.userID(404)
                let found = try books.accountsLost(by: nobody, since: 0, after: nil, limit: 9)
                try expect(found, is: [])
            }
        },
        StoreCheck("grants are told in the order in which they were given, from any place on") {
            store in
            try await store.write { books in
                try books.openAccounts(4)
                try books.addUsers(2)
                let grants = [(4, 2), (2, 5), (3, 8)].map {
                    Sample.grant(1, $0.0, at: Int64($0.1))
                }
                for grant in grants { try books.insert(grant) }
                try books.insert(Sample.grant(2, 1, at: 6))
                func given(_ after: Int64, _ limit: Int) throws -> [AccessGrant] {
                    try books.grants(of: Sample.userID(1), givenAfter: after, limit: limit)
                }
                try expect(try given(0, 9), is: grants)
                try expect(try given(2, 1), is: [grants[1]])
                try expect(try given(8, 9), is: [])
                try expect(try given(0, 0), is: [])
                try books.insert(Sample.grant(1, 2, nil, at: 9))
                try expect(try given(0, 9), is: [grants[0], grants[2]])
            }
        },
        StoreCheck("a grant has a number of its own, a user and an account") { store in
            try await store.write { books in
                try books.openAccounts(1)
                try books.addUsers(1)
                try books.insert(Sample.grant(1, 1, at: 1))
                try books.expectRefusal("the same number again") {
                    try books.insert(Sample.grant(1, 1, .view, at: 1))
                }
                try books.expectRefusal("a grant of no user") {
                    try books.insert(Sample.grant(404, 1, at: 2))
                }
                try books.expectRefusal("a grant for no account") {
                    try books.insert(Sample.grant(1, 404, at: 2))
                }
                try books.expectRefusal("a history of negative length") {
                    try books.insert(Sample.grant(1, 1, at: 2, backfillCount: -1))
                }
            }
        },
        StoreCheck("a payee is one user's, as it was told last") { store in
            try await store.write { books in
                try books.openAccounts(2)
                try books.addUsers(2)
                let (user, account) = (Sample.userID(1), Sample.accountID(2))
                try expect(try books.payee(of: user, with: account), is: nil)
                try books.insert(Sample.payee(2, named: "Asha"), of: user, feedSequence: 3)
                let removed = Sample.payee(2, named: "Asha", isRemoved: true)
                try books.insert(removed, of: user, feedSequence: 12)
                try expect(try books.payee(of: user, with: account), is: removed)
                try expect(try books.payee(of: user, with: Sample.accountID(1)), is: nil)
                try expect(try books.payee(of: Sample.userID(2), with: account), is: nil)
                let other = Sample.payee(1, named: "Rohan")
                try books.insert(other, of: user, feedSequence: 14)
                func payees(upTo sequence: Int64) throws -> [PayeeRecord] {
                    try books.payees(of: user, upTo: sequence)
                }
                try expect(try payees(upTo: 2), is: [])
                try expect(try payees(upTo: 3), is: [Sample.payee(2, named: "Asha")])
                try expect(try payees(upTo: 11), is: [Sample.payee(2, named: "Asha")])
                try expect(try payees(upTo: 13), is: [removed])
                try expect(try payees(upTo: .max), is: [other, removed])
                try expect(try books.payees(of: Sample.userID(2), upTo: .max), is: [])
                try books.expectRefusal("the same number again") {
                    try books.insert(removed, of: user, feedSequence: 12)
                }
                try books.expectRefusal("a payee of no user") {
                    try books.insert(removed, of: Sample.userID(404), feedSequence: 13)
                }
                try books.expectRefusal("a payee without an account") {
                    let lost = Sample.payee(404, named: "Asha")
                    try books.insert(lost, of: user, feedSequence: 13)
                }
            }
        },
    ]
}

extension LedgerTransaction {
    /// Returns account 2 as its holder sees it.
    func sampleAccountRecord() throws -> AccountRecord {
        let stored = try Sample.account(2)
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
