import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore

/// Checks on transfers and journals.
enum TransferChecks {
    /// Checks on transfers and journals.
    static let transfers = [
        StoreCheck("every kind of transfer is read back, with what became of it") { store in
            try await store.write { books in
                try books.openAccounts(2)
                let pending = Sample.transferID(3)
                let made = [
                    try Sample.transfer(1, endToEndID: EndToEndID("E2E-1")),
                    try Sample.transfer(2, kind: .pend(expiresAt: Sample.later(9))),
                    try Sample.transfer(3, kind: .pend(expiresAt: nil)),
                    try Sample.transfer(4, kind: .post(pending)),
                    try Sample.transfer(5, kind: .void(Sample.transferID(2)), code: .max),
                    try Sample.transfer(6, 2, 1, kind: .reversal(of: Sample.transferID(1))),
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
                        reversedBy: index == 0 ? Sample.transferID(6) : nil
                    )
                    try expect(try books.transfer(record.transfer.id), is: expected)
                }
                try expect(try books.transfer(Sample.transferID(404)), is: nil)
            }
        },
        StoreCheck("a transfer is made once, in one place of a journal") { store in
            try await store.write { books in
                try books.openAccounts(3)
                try books.insert(try Sample.transfer(1, journal: 1, index: 0))
                try books.expectRefusal("the same transfer again") {
                    try books.insert(try Sample.transfer(1, journal: 2))
                }
                try books.expectRefusal("two transfers in one place") {
                    try books.insert(try Sample.transfer(2, journal: 1, index: 0))
                }
                try books.insert(try Sample.transfer(2, journal: 1, index: 1))
                let reversal = TransferKind.reversal(of: Sample.transferID(1))
                try books.insert(try Sample.transfer(3, 2, 1, kind: reversal))
                try books.expectRefusal("a second reversal") {
                    try books.insert(try Sample.transfer(4, 2, 1, kind: reversal))
                }
            }
        },
        StoreCheck("a transfer that cannot be is refused") { store in
            try await store.write { books in
                try books.openAccounts(2)
                try books.expectRefusal("an amount of zero") {
                    try books.insert(try Sample.transfer(1, 1, 2, 0))
                }
                try books.expectRefusal("a negative amount") {
                    try books.insert(try Sample.transfer(1, 1, 2, -1))
                }
                try books.expectRefusal("one account on both sides") {
                    try books.insert(try Sample.transfer(1, 1, 1))
                }
                try books.expectRefusal("no reason code") {
                    try books.insert(try Sample.transfer(1, code: 0))
                }
                try books.expectRefusal("a debit account that is not there") {
                    try books.insert(try Sample.transfer(1, 404, 2))
                }
                try books.expectRefusal("a credit account that is not there") {
                    try books.insert(try Sample.transfer(1, 1, 404))
                }
                try books.expectRefusal("a negative place in the journal") {
                    try books.insert(try Sample.transfer(1, index: -1))
                }
                try expect(try books.transfer(Sample.transferID(1)), is: nil)
            }
        },
        StoreCheck("a journal is read in the order of its places") { store in
            try await store.write { books in
                try books.openAccounts(3)
                let places = [
                    try Sample.transfer(11, journal: 5, index: 0),
                    try Sample.transfer(12, 2, 3, journal: 5, index: 1, bookedAt: Sample.later(11)),
                    try Sample.transfer(13, 3, 1, journal: 5, index: 2, bookedAt: Sample.later(11)),
                ]
                for index in [1, 0, 2] { try books.insert(places[index]) }
                try books.insert(try Sample.transfer(1, journal: 6))
                let expected = JournalRecord(
                    journal: Journal(
                        id: Sample.journalID(5),
                        transfers: places.map(\.transfer)
                    ),
                    decision: Decision(decidedAt: Sample.later(11))
                )
                try expect(try books.journal(Sample.journalID(5)), is: expected)
                try expect(try books.journal(Sample.journalID(404)), is: nil)
            }
        },
        StoreCheck("a refused journal is kept with its body and its reason, once") { store in
            let journal = Journal(
                id: Sample.journalID(5),
                transfers: [try Sample.transfer(1).transfer, try Sample.transfer(2).transfer]
            )
            let whole = JournalRecord(
                journal: Journal(id: Sample.journalID(6), transfers: []),
                decision: Decision(refusal: Refusal(.journalIsEmpty), decidedAt: Sample.later(6))
            )
            let second = JournalRecord(
                journal: journal,
                decision: Decision(
                    refusal: Refusal(.amountIsNotPositive, at: 1),
                    decidedAt: Sample.later(5)
                )
            )
            try await store.write { books in
                try books.insert(refused: second)
                try books.insert(refused: whole)
                try expect(try books.journal(journal.id), is: second)
                try expect(try books.journal(Sample.journalID(6)), is: whole)
                try books.expectRefusal("the same journal again") {
                    try books.insert(refused: second)
                }
            }
        },
        StoreCheck("the latest booking is the last transfer's, and the epoch before it") { store in
            try await store.write { books in
                try expect(try books.latestBookedAt(), is: .epoch)
                try books.openAccounts(2)
                try books.insert(try Sample.transfer(1, bookedAt: Sample.later(50)))
                try expect(try books.latestBookedAt(), is: Sample.later(50))
                try books.insert(try Sample.transfer(2, bookedAt: Sample.later(60)))
                try expect(try books.latestBookedAt(), is: Sample.later(60))
            }
        },
    ]
}
