import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Checks on makers of transfers and bookings.
enum MakerChecks {
    /// Checks on makers, used allowances, narratives of journals, and the latest booking.
    static let makers = [
        StoreCheck("the member of staff who made a transfer is kept, and its entries say so") {
            store in
            try await store.write { books in
                try books.openAccounts(2)
                try books.addUsers(2)
                var byStaff = try Sample.transfer(1)
                byStaff.makerID = Sample.userID(2)
                try books.book(byStaff)
                try books.book(try Sample.transfer(2))
                let first = try books.transfer(Sample.transferID(1))
                try expect(first?.makerID, is: Sample.userID(2))
                try expect(try books.transfer(Sample.transferID(2))?.makerID, is: nil)
                let rows = try books.entries(
                    of: Sample.accountID(2),
                    .afterAccountSequence(0),
                    limit: 9
                )
                let flags = rows.map { row in
                    if case .entry(let entry) = row.change { entry.isMadeByStaff } else { false }
                }
                try expect(flags, is: [true, false])
            }
        },
        StoreCheck("what a user has moved is kept by day and currency, and replaced") { store in
            try await store.write { books in
                try books.addUsers(2)
                let days = [BusinessDate(dayNumber: 20_000), BusinessDate(dayNumber: 20_001)]
                    .compactMap(\.self)
                func use(_ minorUnits: Int64, _ day: Int, user: Int = 1) throws {
                    let moved = Money(minorUnits: minorUnits, currency: .indianRupee)
                    try books.update(
                        UsedAllowance(userID: Sample.userID(user), day: days[day], moved: moved)
                    )
                }
                func used(
                    _ day: Int,
                    user: Int = 1,
                    _ currency: Currency = .indianRupee
                ) throws -> Money {
                    try books.usedAllowance(of: Sample.userID(user), on: days[day], in: currency)
                }
                try expect(try used(0).minorUnits, is: 0)
                try use(70, 0)
                try use(5, 1)
                try use(90, 0)
                let both = [try used(0), try used(1)].map(\.minorUnits)
                try expect(both, is: [90, 5])
                let others = [try used(0, user: 2), try used(0, .usDollar)].map(\.minorUnits)
                try expect(others, is: [0, 0])
                try books.expectRefusal("less than nothing") { try use(-1, 0) }
                try books.expectRefusal("of nobody") { try use(1, 0, user: 404) }
            }
        },
        StoreCheck("what the entries of a journal were to show is kept once") { store in
            try await store.write { books in
                let id = Sample.journalID(1)
                try expect(try books.narrativeDigest(of: id), is: nil)
                try books.insert(narrativeDigest: Sample.digest(1), of: id)
                try expect(try books.narrativeDigest(of: id), is: Sample.digest(1))
                try books.expectRefusal("another text later") {
                    try books.insert(narrativeDigest: Sample.digest(2), of: id)
                }
            }
        },
        StoreCheck("the ends of pending transfers and refusals are bookings as well") { store in
            try await store.write { books in
                try books.openAccounts(2)
                let pend = TransferKind.pend(expiresAt: Sample.later(60))
                try books.insert(try Sample.transfer(1, kind: pend, bookedAt: Sample.later(50)))
                let refused = JournalRecord(
                    journal: Journal(id: Sample.journalID(9), transfers: []),
                    decision: Decision(
                        refusal: Refusal(.journalIsEmpty),
                        decidedAt: Sample.later(70)
                    )
                )
                try books.insert(refused: refused)
                try expect(try books.latestBookedAt(), is: Sample.later(70))
                let expired = PendingResolution(
                    pendingID: Sample.transferID(1),
                    status: .expired,
                    resolvedBy: nil,
                    resolvedAt: Sample.later(90)
                )
                guard let expired else { throw StoreCheckFailure("no end", #fileID, #line) }
                try books.takeBack { try books.insert(expired) }
                try expect(try books.latestBookedAt(), is: Sample.later(70))
                try books.insert(expired)
                try expect(try books.latestBookedAt(), is: Sample.later(90))
            }
        },
        StoreCheck("the hash over the audit log is read at any of its lines") { store in
            try await store.write { books in
                for number in 1...3 {
                    try books.insert(Sample.line(Int64(number)), hash: Sample.digest(number))
                }
                let hashes = try [0, 1, 3, 4].map { try books.auditHash(at: $0) }
                try expect(hashes, is: [nil, Sample.digest(1), Sample.digest(3), nil])
            }
        },
    ]
}
