import LedgerCore
import LedgerService
import SyncCore

/// Conformance checks about accounts.
enum AccountChecks {
    /// Checks on accounts and their state.
    static let accounts: [StoreCheck] = [
        StoreCheck("an account is read back as it was added, by id and by number") { store in
            let added = try [Sample.account(1, .debit), Sample.account(2)]
            try await store.write { books in for account in added { try books.insert(account) } }
            try await store.read { books in
                for account in added {
                    try expect(books.account(account.account.id), is: account)
                    let id = try books.account(number: account.profile.number)
                    try expect(id, is: account.account.id)
                }
            }
        },
        StoreCheck("accounts are read in the order in which they were opened") { store in
            try await store.write { books in
                for number in [7, 3, 9, 1] { try books.insert(Sample.account(number)) }
            }
            let ids = try await store.read { try $0.accounts().map(\.account.id) }
            try expect(ids, is: [7, 3, 9, 1])
        },
        StoreCheck("what is asked of an account that is not there is nothing") { store in
            try await store.read { books in
                try expect(books.account(404), is: nil)
                try expect(books.account(number: "404"), is: nil)
                try expect(books.accounts(), is: [])
                try expect(books.pendingHolds(of: 404), is: [])
                try expect(books.hold(1, of: 404), is: nil)
                try expect(books.grant(of: 1, for: 404), is: nil)
                try expect(books.payee(of: 1, with: 404), is: nil)
            }
        },
        .transaction("the history of an account that is not there is an error") { books in
            let filter = ExportFilter(accountID: 404)
            try books.expectRefusals([
                "entries of no account": {
                    _ = try books.entries(of: 404, .afterFeedSequence(0), limit: 1)
                },
                "changes of no account": {
                    _ = try books.changes(in: .account(404), after: 0, limit: 1)
                },
                "export of no account": {
                    _ = try books.exportedTransfers(filter, after: 0, limit: 1)
                },
            ])
        },
        .transaction("an account's id and number are given once") { books in
            try books.insert(Sample.account(1))
            try books.expectRefusals([
                "the same id again": { try books.insert(Sample.account(1, named: "other")) },
                "the same number again": { try books.insert(Sample.account(2, named: "50101")) },
            ])
            try expect(books.accounts().count, is: 1)
        },
        .transaction("numbers of accounts are told apart by their bytes") { books in
            // One letter, composed and decomposed. Swift treats the texts as equal.
            let texts = ["caf\u{E9}", "cafe\u{301}"]
            try books.insert(Sample.account(1, named: texts[0]))
            try books.insert(Sample.account(2, named: texts[1]))
            try expect(books.account(number: texts[0]), is: 1)
            try expect(books.account(number: texts[1]), is: 2)
        },
        .transaction("an update replaces what moves on an account, and nothing else") { books in
            try books.prepare(accounts: 2)
            let wanted = try Sample.account(2).changed(
                counters: AccountCounters(
                    debitsPending: 5,
                    debitsPosted: 40,
                    creditsPending: 6,
                    creditsPosted: 100
                ),
                head: ChainHead(
                    accountID: 2,
                    accountSequence: 4,
                    balanceMinorUnits: 60,
                    hash: Sample.digest(4)
                ),
                limits: AccountLimits(creditsMustNotExceedDebits: true, maximumBalance: .max),
                isClosed: true
            )
            let asked = try wanted.changed(
                head: wanted.head,
                isClosed: true,
                openedAt: Sample.later(999),
                profile: AccountProfile(
                    number: "other",
                    branchCode: "other",
                    holder: "other",
                    product: "other"
                )
            )
            try books.update(asked)
            try expect(books.account(2), is: wanted)
            try expect(books.account(number: "other"), is: nil)
            try books.expectRefusal("an update of no account") {
                try books.update(Sample.account(404))
            }
        },
    ]
}
