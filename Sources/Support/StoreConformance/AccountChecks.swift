import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

/// Conformance checks about accounts.
enum AccountChecks {
    /// Checks on accounts and their state.
    static let accounts = [
        StoreCheck("an account is read back as it was added, by id and by number") { store in
            let added = [try Sample.account(1, .debit), try Sample.account(2)]
            try await store.write { books in for account in added { try books.insert(account) } }
            try await store.read { books in
                for account in added {
                    try expect(try books.account(account.account.id), is: account)
                    let id = try books.account(number: account.profile.number)
                    try expect(id, is: account.account.id)
                }
            }
        },
        StoreCheck("accounts are read in the order in which they were opened") { store in
            try await store.write { books in
                for number in [7, 3, 9, 1] { try books.insert(try Sample.account(number)) }
            }
            let ids = try await store.read { try $0.accounts().map(\.account.id) }
            try expect(ids, is: [7, 3, 9, 1].map(Sample.accountID))
        },
        StoreCheck("what is asked of an account that is not there is nothing") { store in
            let id = Sample.accountID(404)
            try await store.read { books in
                try expect(try books.account(id), is: nil)
                try expect(try books.account(number: "404"), is: nil)
                try expect(try books.accounts(), is: [])
                try expect(try books.pendingHolds(of: id), is: [])
                try expect(try books.hold(Sample.transferID(1), of: id), is: nil)
                try expect(try books.grant(of: Sample.userID(1), for: id), is: nil)
                try expect(try books.payee(of: Sample.userID(1), with: id), is: nil)
            }
        },
        StoreCheck("the history of an account that is not there is an error") { store in
            let id = Sample.accountID(404)
            try await store.write { books in
                try books.expectRefusal("entries of no account") {
                    _ = try books.entries(of: id, .afterFeedSequence(0), limit: 1)
                }
                try books.expectRefusal("changes of no account") {
                    _ = try books.changes(in: .account(id), after: 0, limit: 1)
                }
                try books.expectRefusal("export of no account") {
                    let filter = ExportFilter(accountID: id)
                    _ = try books.exportedTransfers(filter, after: 0, limit: 1)
                }
            }
        },
        StoreCheck("an account's id and number are given once") { store in
            try await store.write { books in
                try books.insert(try Sample.account(1))
                try books.expectRefusal("the same id again") {
                    try books.insert(try Sample.account(1, named: "other"))
                }
                try books.expectRefusal("the same number again") {
                    try books.insert(try Sample.account(2, named: "50101"))
                }
                try expect(try books.accounts().count, is: 1)
            }
        },
        StoreCheck("numbers of accounts are told apart by their bytes") { store in
            // One letter, composed and decomposed. Swift treats the texts as equal.
            let texts = ["caf\u{E9}", "cafe\u{301}"]
            try await store.write { books in
                try books.insert(try Sample.account(1, named: texts[0]))
                try books.insert(try Sample.account(2, named: texts[1]))
                try expect(try books.account(number: texts[0]), is: Sample.accountID(1))
                try expect(try books.account(number: texts[1]), is: Sample.accountID(2))
            }
        },
        StoreCheck("an update replaces what moves on an account, and nothing else") { store in
            try await store.write { books in
                try books.openAccounts(2)
                let old = try Sample.account(2)
                let head = ChainHead(
                    accountID: Sample.accountID(2),
                    accountSequence: 4,
                    balanceMinorUnits: 60,
                    hash: Sample.digest(4)
                )
                let counters = AccountCounters(
                    debitsPending: 5,
                    debitsPosted: 40,
                    creditsPending: 6,
                    creditsPosted: 100
                )
                let limits = AccountLimits(
                    creditsMustNotExceedDebits: true,
                    maximumBalance: .max
                )
                let wanted = try old.changed(
                    counters: counters,
                    head: head,
                    limits: limits,
                    isClosed: true
                )
                let asked = try old.changed(
                    counters: counters,
                    head: head,
                    limits: limits,
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
                try expect(try books.account(Sample.accountID(2)), is: wanted)
                try expect(try books.account(number: "other"), is: nil)
                try books.expectRefusal("an update of no account") {
                    try books.update(try Sample.account(404))
                }
            }
        },
    ]
}
