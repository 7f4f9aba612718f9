import CoreVocabulary
import LedgerCore
import LedgerService

/// Checks on pending transfers.
enum PendingChecks {
    /// Checks on pending transfers, their ends, and their holds.
    static let pendings = [
        StoreCheck("due pendings come earliest first, ties by id, and none that has ended") {
            store in
            try await store.write { books in
                try books.openAccounts(2)
                for (number, seconds) in [(8, 20), (3, 10), (5, 20), (4, 30), (6, 5)] {
                    let end = TransferKind.pend(expiresAt: Sample.later(Int64(seconds)))
                    try books.insert(try Sample.transfer(number, 2, 1, kind: end))
                }
                try books.insert(try Sample.transfer(7, 2, 1, kind: .pend(expiresAt: nil)))
                try books.insert(try Sample.transfer(9, 2, 1))
                try books.insert(try Sample.resolution(6))
                func due(_ seconds: Int64, _ limit: Int) throws -> [TransferID] {
                    try books.duePendings(at: Sample.later(seconds), limit: limit).map(\.pendingID)
                }
                try expect(try due(20, 9), is: [3, 5, 8].map(Sample.transferID))
                try expect(try due(19, 9), is: [Sample.transferID(3)])
                try expect(try due(9, 9), is: [])
                try expect(try due(99, 2), is: [3, 5].map(Sample.transferID))
                try expect(try due(99, 0), is: [])
                let first = DuePending(
                    pendingID: Sample.transferID(3),
                    debitAccountID: Sample.accountID(2),
                    creditAccountID: Sample.accountID(1)
                )
                try expect(try books.duePendings(at: Sample.later(99), limit: 1), is: [first])
            }
        },
        StoreCheck("a pending transfer ends once, and only one that was made") { store in
            try await store.write { books in
                try books.openAccounts(2)
                let end = TransferKind.pend(expiresAt: Sample.later(9))
                try books.insert(try Sample.transfer(1, 2, 1, kind: end))
                try books.insert(try Sample.resolution(1))
                try books.expectRefusal("a second end") {
                    try books.insert(try Sample.resolution(1, by: 2, .voided))
                }
                try books.expectRefusal("the end of nothing") {
                    try books.insert(try Sample.resolution(404))
                }
                let status = try books.transfer(Sample.transferID(1))?.pendingStatus
                try expect(status, is: .expired)
            }
        },
        StoreCheck("an end that is taken back leaves the pending transfer due") { store in
            try await store.write { books in
                try books.openAccounts(2)
                let end = TransferKind.pend(expiresAt: Sample.later(9))
                try books.insert(try Sample.transfer(1, 2, 1, kind: end))
                try books.insert(Sample.hold(1))
                try books.takeBack { try books.insert(try Sample.resolution(1)) }
                try expect(try books.duePendings(at: Sample.later(9), limit: 9).count, is: 1)
                try expect(try books.pendingHolds(of: Sample.accountID(2)).count, is: 1)
            }
        },
        StoreCheck("holds are told by account, oldest first, and those that ended left out") {
            store in
            try await store.write { books in
                try books.openAccounts(3)
                for number in [5, 2, 4, 3] {
                    let kind = TransferKind.pend(expiresAt: nil)
                    try books.insert(try Sample.transfer(number, 2, 3, kind: kind))
                    try books.insert(Sample.hold(number))
                }
                try books.insert(Sample.hold(2, of: 3))
                try books.insert(try Sample.resolution(4))
                let second = Sample.accountID(2)
                let pending = try books.pendingHolds(of: second)
                try expect(pending, is: [5, 2, 3].map { Sample.hold($0) })
                let others = try books.pendingHolds(of: Sample.accountID(3))
                try expect(others, is: [Sample.hold(2, of: 3)])
                try expect(try books.pendingHolds(of: Sample.accountID(1)), is: [])
                try expect(
                    try books.hold(Sample.transferID(4), of: second),
                    is: Sample.hold(4)
                )
                try expect(try books.hold(Sample.transferID(404), of: second), is: nil)
                try books.expectRefusal("the same hold again") {
                    try books.insert(Sample.hold(5))
                }
                try books.expectRefusal("a hold on no account") {
                    try books.insert(Sample.hold(5, of: 404))
                }
            }
        },
    ]
}
