import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Conformance checks about entries.
enum EntryChecks {
    /// Checks on the entries of accounts.
    static let entries: [StoreCheck] = [
        .transaction("entries are read in order, after a number or a place, up to a limit") {
            books in
            try books.prepare(accounts: 3, users: 1)
            try books.book(Sample.transfer(1))  // 1 and 2
            try books.tell(.accessRevoked(9), to: .user(1))  // 3
            try books.book(Sample.transfer(2, 1, 3))  // 4 and 5
            try books.book(Sample.transfer(3))  // 6 and 7
            let all = try books.entries(of: 1, .afterFeedSequence(0), limit: 9)
            try expect(all.map(\.feedSequence), is: [1, 4, 6])
            try expect(all.map(\.groupSequence), is: [1, 4, 6])
            func numbers(_ order: EntryOrder, _ limit: Int) throws -> [Int64] {
                try books.entries(of: 1, order, limit: limit).map(\.feedSequence)
            }
            try expect(numbers(.afterFeedSequence(1), 9), is: [4, 6])
            try expect(numbers(.afterFeedSequence(3), 1), is: [4])
            try expect(numbers(.afterFeedSequence(6), 9), is: [])
            try expect(numbers(.afterAccountSequence(0), 2), is: [1, 4])
            try expect(numbers(.afterAccountSequence(2), 9), is: [6])
            try expect(numbers(.afterAccountSequence(0), 0), is: [])
            let others = try books.entries(of: 2, .afterAccountSequence(0), limit: 9)
            try expect(others.map(\.feedSequence), is: [2, 7])
            try expect(others.map(\.groupSequence), is: [1, 6])
        },
        .transaction("an entry is read back with what its transfer says") { books in
            try books.prepare(accounts: 2)
            let record = try Sample.transfer(1, 1, 2, 250)
            try books.insert(record)
            let entry = EntryRecord(
                accountID: 1,
                accountSequence: 1,
                journalID: 404,
                transferID: 1,
                amount: Money(minorUnits: 7, currency: .usDollar),
                balanceAfterMinorUnits: 250,
                bookedAt: .epoch,
                valueDate: .earliest,
                code: 404,
                counterparty: "text \u{202E} from outside",
                reference: "e\u{301}"
            )
            try books.insert(
                entry,
                side: .debit,
                chainHash: Sample.digest(1),
                feedSequence: 1,
                groupSequence: 1
            )
            let expected = EntryRecord(
                accountID: 1,
                accountSequence: 1,
                journalID: 1,
                transferID: 1,
                amount: Money(minorUnits: 250, currency: .indianRupee),
                balanceAfterMinorUnits: 250,
                bookedAt: record.bookedAt,
                valueDate: record.transfer.valueDate,
                code: 1,
                counterparty: "text \u{202E} from outside",
                reference: "e\u{301}"
            )
            let rows = try books.entries(of: 1, .afterAccountSequence(0), limit: 1)
            try expect(rows, is: [Sample.row(1, .entry(expected))])
            guard case .entry(let found) = rows[0].change else { return }
            // Strings that are equal in Swift may differ in their bytes, which the chain hashes.
            try expect(found.canonicalBytes, is: expected.canonicalBytes)
        },
        .transaction("an entry takes the next number of the feed and the next place") { books in
            try books.prepare(accounts: 2)
            try books.book(Sample.transfer(1))
            let record = try Sample.transfer(2)
            try books.insert(record)
            guard let stored = try books.account(1) else { return }
            let next = stored.entry(of: record, on: .debit)
            func insert(_ entry: EntryRecord, at sequence: Int64) throws {
                try books.insert(
                    entry,
                    side: .debit,
                    chainHash: .zero,
                    feedSequence: sequence,
                    groupSequence: sequence
                )
            }
            for sequence in [Int64(1), 2, 4, 0, -1] {
                try books.expectRefusal("number \(sequence) of the feed after 2") {
                    try insert(next, at: sequence)
                }
            }
            for place in [Int64(0), 1, 3] {
                try books.expectRefusal("place \(place) after 1") {
                    try insert(next.moved(to: place), at: 3)
                }
            }
            try books.expectRefusals([
                "an entry of no transfer": {
                    try insert(stored.entry(of: Sample.transfer(404), on: .debit), at: 3)
                },
                "an entry of no account": {
                    try insert(Sample.account(404).entry(of: record, on: .debit), at: 3)
                },
            ])
            try insert(next, at: 3)
            try expect(books.feedHead(), is: 3)
        },
    ]
}

extension EntryRecord {
    /// Returns the entry at another account sequence.
    fileprivate func moved(to place: Int64) -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: place,
            journalID: journalID,
            transferID: transferID,
            amount: amount,
            balanceAfterMinorUnits: balanceAfterMinorUnits,
            bookedAt: bookedAt,
            valueDate: valueDate,
            code: code,
            counterparty: counterparty,
            reference: reference,
            isMadeByStaff: isMadeByStaff
        )
    }
}
