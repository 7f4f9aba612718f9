import CoreVocabulary
import LedgerCore
import LedgerService

/// Checks on pending transfers.
enum PendingChecks {
    /// Checks on pending transfers, their ends, and their holds.
    static let pendings: [StoreCheck] = [
        .transaction("due pendings come earliest first, ties by id, and none that has ended") {
            books in
            try books.prepare(accounts: 2)
            for (number, seconds) in [(8, 20), (3, 10), (5, 20), (4, 30), (6, 5)] {
                let end = TransferKind.pend(expiresAt: Sample.later(Int64(seconds)))
                try books.insert(Sample.transfer(number, 2, 1, kind: end))
            }
            try books.insert(Sample.transfer(7, 2, 1, kind: .pend(expiresAt: nil)))
            try books.insert(Sample.transfer(9, 2, 1))
            try books.insert(Sample.resolution(6))
            func due(_ seconds: Int64, _ limit: Int) throws -> [TransferID] {
                try books.duePendings(at: Sample.later(seconds), limit: limit).map(\.pendingID)
            }
            try expect(due(20, 9), is: [3, 5, 8])
            try expect(due(19, 9), is: [3])
            try expect(due(9, 9), is: [])
            try expect(due(99, 2), is: [3, 5])
            try expect(due(99, 0), is: [])
            let first = DuePending(pendingID: 3, debitAccountID: 2, creditAccountID: 1)
            try expect(books.duePendings(at: Sample.later(99), limit: 1), is: [first])
        },
        .transaction("a pending transfer ends once, and only one that was made") { books in
            try books.prepare(accounts: 2)
            try books.insert(Sample.transfer(1, 2, 1, kind: .pend(expiresAt: Sample.later(9))))
            try books.insert(Sample.resolution(1))
            try books.expectRefusals([
                "a second end": { try books.insert(Sample.resolution(1, by: 2, .voided)) },
                "the end of nothing": { try books.insert(Sample.resolution(404)) },
            ])
            try expect(books.transfer(1)?.pendingStatus, is: .expired)
        },
        .transaction("an end that is taken back leaves the pending transfer due") { books in
            try books.prepare(accounts: 2)
            try books.insert(Sample.transfer(1, 2, 1, kind: .pend(expiresAt: Sample.later(9))))
            try books.insert(Sample.hold(1))
            try books.takeBack { try books.insert(try Sample.resolution(1)) }
            try expect(books.duePendings(at: Sample.later(9), limit: 9).count, is: 1)
            try expect(books.pendingHolds(of: 2).count, is: 1)
        },
        .transaction("holds are told by account, oldest first, and those that ended left out") {
            books in
            try books.prepare(accounts: 3)
            for number in [5, 2, 4, 3] {
                try books.insert(Sample.transfer(number, 2, 3, kind: .pend(expiresAt: nil)))
                try books.insert(Sample.hold(number))
            }
            try books.insert(Sample.hold(2, of: 3))
            try books.insert(Sample.resolution(4))
            try expect(books.pendingHolds(of: 2), is: [5, 2, 3].map { Sample.hold($0) })
            try expect(books.pendingHolds(of: 3), is: [Sample.hold(2, of: 3)])
            try expect(books.pendingHolds(of: 1), is: [])
            try expect(books.hold(4, of: 2), is: Sample.hold(4))
            try expect(books.hold(404, of: 2), is: nil)
            try books.expectRefusals([
                "the same hold again": { try books.insert(Sample.hold(5)) },
                "a hold on no account": { try books.insert(Sample.hold(5, of: 404)) },
            ])
        },
    ]
}
