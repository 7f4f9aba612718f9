import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Checks on makers of transfers and bookings.
enum MakerChecks {
    /// Checks on makers, used allowances, narratives of journals, and the latest booking.
    static let makers: [StoreCheck] = [
        .transaction("the member of staff who made a transfer is kept, and its entries say so") {
            books in
            try books.prepare(accounts: 2, users: 2)
            var byStaff = try Sample.transfer(1)
            byStaff.makerID = 2
            try books.book(byStaff)
            try books.book(Sample.transfer(2))
            try expect(books.transfer(1)?.makerID, is: 2)
            try expect(books.transfer(2)?.makerID, is: nil)
            let rows = try books.entries(of: 2, .afterAccountSequence(0), limit: 9)
            let flags = rows.map { row in
                if case .entry(let entry) = row.change { entry.isMadeByStaff } else { false }
            }
            try expect(flags, is: [true, false])
        },
        .transaction("what a user has moved is kept by day and currency, and replaced") { books in
            try books.prepare(users: 2)
            let days = [BusinessDate(dayNumber: 20_000), BusinessDate(dayNumber: 20_001)]
                .compactMap(\.self)
            func use(_ minorUnits: Int64, _ day: Int, user: UserID = 1) throws {
                let moved = Money(minorUnits: minorUnits, currency: .indianRupee)
                try books.update(UsedAllowance(userID: user, day: days[day], moved: moved))
            }
            func used(
                _ day: Int,
                user: UserID = 1,
                _ currency: Currency = .indianRupee
            ) throws -> Int64 {
                let used = try books.usedAllowance(of: user, on: days[day], in: currency)
                return used.minorUnits
            }
            try expect(used(0), is: 0)
            try use(70, 0)
            try use(5, 1)
            try use(90, 0)
            try expect([used(0), used(1)], is: [90, 5])
            try expect([used(0, user: 2), used(0, .usDollar)], is: [0, 0])
            try books.expectRefusals([
                "less than nothing": { try use(-1, 0) },
                "of nobody": { try use(1, 0, user: 404) },
            ])
        },
        .transaction("what the entries of a journal were to show is kept once") { books in
            try expect(books.narrativeDigest(of: 1), is: nil)
            try books.insert(narrativeDigest: Sample.digest(1), of: 1)
            try expect(books.narrativeDigest(of: 1), is: Sample.digest(1))
            try books.expectRefusal("another text later") {
                try books.insert(narrativeDigest: Sample.digest(2), of: 1)
            }
        },
        .transaction("the ends of pending transfers and refusals are bookings as well") { books in
            try books.prepare(accounts: 2)
            let pend = TransferKind.pend(expiresAt: Sample.later(60))
            try books.insert(Sample.transfer(1, kind: pend, bookedAt: Sample.later(50)))
            try books.insert(refused: Sample.refusedJournal(9, decidedAt: Sample.later(70)))
            try expect(books.latestBookedAt(), is: Sample.later(70))
            let expired = try Sample.resolution(1, at: 90)
            try books.takeBack { try books.insert(expired) }
            try expect(books.latestBookedAt(), is: Sample.later(70))
            try books.insert(expired)
            try expect(books.latestBookedAt(), is: Sample.later(90))
        },
        .transaction("the hash over the audit log is read at any of its lines") { books in
            for number in 1...3 {
                try books.insert(Sample.line(Int64(number)), hash: Sample.digest(number))
            }
            let hashes = try [0, 1, 3, 4].map { try books.auditHash(at: $0) }
            try expect(hashes, is: [nil, Sample.digest(1), Sample.digest(3), nil])
        },
    ]
}
