import CoreVocabulary
import LedgerCore
import LedgerService

/// Checks on transfers and journals.
enum TransferChecks {
    /// Checks on transfers and journals.
    static let transfers: [StoreCheck] = [
        .transaction("every kind of transfer is read back, with what became of it") { books in
            try books.prepare(accounts: 2)
            let made = [
                try Sample.transfer(1, endToEndID: EndToEndID("E2E-1")),
                try Sample.transfer(2, kind: .pend(expiresAt: Sample.later(9))),
                try Sample.transfer(3, kind: .pend(expiresAt: nil)),
                try Sample.transfer(4, kind: .post(3)),
                try Sample.transfer(5, kind: .void(2), code: .max),
                try Sample.transfer(6, 2, 1, kind: .reversal(of: 1)),
            ]
            for record in made { try books.insert(record) }
            let posted = try Sample.resolution(3, by: 4, .posted)
            let voided = try Sample.resolution(2, by: 5, .voided)
            try books.insert(posted)
            try books.insert(voided)
            for (index, record) in made.enumerated() {
                let expected = TransferRecord(
                    transfer: record.transfer,
                    journalID: record.journalID,
                    journalIndex: record.journalIndex,
                    bookedAt: record.bookedAt,
                    resolution: index == 2 ? posted : index == 1 ? voided : nil,
                    reversedBy: index == 0 ? 6 : nil
                )
                try expect(books.transfer(record.transfer.id), is: expected)
            }
            try expect(books.transfer(404), is: nil)
        },
        .transaction("a transfer is made once, in one place of a journal") { books in
            try books.prepare(accounts: 3)
            try books.insert(Sample.transfer(1, journal: 1, index: 0))
            try books.expectRefusals([
                "the same transfer again": { try books.insert(Sample.transfer(1, journal: 2)) },
                "two transfers in one place": {
                    try books.insert(Sample.transfer(2, journal: 1, index: 0))
                },
            ])
            try books.insert(Sample.transfer(2, journal: 1, index: 1))
            let reversal = TransferKind.reversal(of: 1)
            try books.insert(Sample.transfer(3, 2, 1, kind: reversal))
            try books.expectRefusal("a second reversal") {
                try books.insert(Sample.transfer(4, 2, 1, kind: reversal))
            }
        },
        .transaction("a transfer that cannot be is refused") { books in
            try books.prepare(accounts: 2)
            try books.expectRefusals([
                "an amount of zero": { try books.insert(Sample.transfer(1, 1, 2, 0)) },
                "a negative amount": { try books.insert(Sample.transfer(1, 1, 2, -1)) },
                "one account on both sides": { try books.insert(Sample.transfer(1, 1, 1)) },
                "no reason code": { try books.insert(Sample.transfer(1, code: 0)) },
                "an unknown debit account": { try books.insert(Sample.transfer(1, 404, 2)) },
                "an unknown credit account": { try books.insert(Sample.transfer(1, 1, 404)) },
                "a negative place": { try books.insert(Sample.transfer(1, index: -1)) },
            ])
            try expect(books.transfer(1), is: nil)
        },
        .transaction("a journal is read in the order of its places") { books in
            try books.prepare(accounts: 3)
            let places = [
                try Sample.transfer(11, journal: 5, index: 0),
                try Sample.transfer(12, 2, 3, journal: 5, index: 1, bookedAt: Sample.later(11)),
                try Sample.transfer(13, 3, 1, journal: 5, index: 2, bookedAt: Sample.later(11)),
            ]
            for index in [1, 0, 2] { try books.insert(places[index]) }
            try books.insert(Sample.transfer(1, journal: 6))
            let expected = JournalRecord(
                journal: Journal(id: 5, transfers: places.map(\.transfer)),
                decision: Decision(decidedAt: Sample.later(11))
            )
            try expect(books.journal(5), is: expected)
            try expect(books.journal(404), is: nil)
        },
        .transaction("a refused journal is kept with its body and its reason, once") { books in
            let transfers = try [Sample.transfer(1).transfer, Sample.transfer(2).transfer]
            let second = JournalRecord(
                journal: Journal(id: 5, transfers: transfers),
                decision: Decision(
                    refusal: Refusal(.amountIsNotPositive, at: 1),
                    decidedAt: Sample.later(5)
                )
            )
            let whole = Sample.refusedJournal(6, decidedAt: Sample.later(6))
            try books.insert(refused: second)
            try books.insert(refused: whole)
            try expect(books.journal(5), is: second)
            try expect(books.journal(6), is: whole)
            try books.expectRefusal("the same journal again") { try books.insert(refused: second) }
        },
        .transaction("the latest booking is the last transfer's, and the epoch before it") {
            books in
            try expect(books.latestBookedAt(), is: .epoch)
            try books.prepare(accounts: 2)
            try books.insert(Sample.transfer(1, bookedAt: Sample.later(50)))
            try expect(books.latestBookedAt(), is: Sample.later(50))
            try books.insert(Sample.transfer(2, bookedAt: Sample.later(60)))
            try expect(books.latestBookedAt(), is: Sample.later(60))
        },
    ]
}
