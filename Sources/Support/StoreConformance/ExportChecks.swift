import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Conformance checks about exports.
enum ExportChecks {
    /// Checks on the export of booked transfers.
    static let exports: [StoreCheck] = [
        .transaction("booked transfers are exported in order, both sides of each") { books in
            try books.writeSomeBookings()
            func export(_ after: Int64, _ limit: Int) throws -> [ExportedTransfer] {
                try books.exportedTransfers(ExportFilter(), after: after, limit: limit)
            }
            let all = try export(0, 9)
            try expect(all.map(\.transferID), is: [1, 2, 4, 5])
            try expect(all.map(\.position), is: [1, 3, 6, 8])
            try expect(all[0].debit.counterparty, is: "shown to debtor")
            try expect(all[0].credit.counterparty, is: "shown to creditor")
            try expect(all[0].debit.number, is: "50101")
            try expect(all[0].credit.holder, is: "Holder 2")
            try expect(all[0].debit.normalBalance, is: .debit)
            try expect(all[0].amount.minorUnits, is: 100)
            try expect(all[0].bookedAt, is: Sample.later(1))
            try expect(all[0].reference, is: "REF")
            try expect(export(1, 2).map(\.position), is: [3, 6])
            try expect(export(8, 9), is: [])
            try expect(export(0, 0), is: [])
        },
        .transaction("an account's export has its debits and its credits, by its own numbers") {
            books in
            try books.writeSomeBookings()
            let filter = ExportFilter(accountID: 2)
            let found = try books.exportedTransfers(filter, after: 0, limit: 9)
            try expect(found.map(\.transferID), is: [1, 2, 5])
            try expect(found.map(\.position), is: [2, 3, 9])
            try expect(found[1].debit.accountID, is: 2)
            try expect(found[2].credit.accountID, is: 2)
            let page = try books.exportedTransfers(filter, after: 2, limit: 1)
            try expect(page.map(\.position), is: [3])
        },
        .transaction("an export begins at an instant and ends before one") { books in
            try books.writeSomeBookings()
            let filter = ExportFilter(bookedFrom: Sample.later(2), bookedBefore: Sample.later(5))
            let found = try books.exportedTransfers(filter, after: 0, limit: 9)
            try expect(found.map(\.transferID), is: [2, 4])
            let one = try books.exportedTransfers(filter, after: 0, limit: 1)
            try expect(one.map(\.transferID), is: [2])
            var ofAccount = filter
            ofAccount.accountID = 2
            let few = try books.exportedTransfers(ofAccount, after: 0, limit: 9)
            try expect(few.map(\.transferID), is: [2])
        },
    ]
}

extension LedgerTransaction {
    /// Books transfers 1, 2, 4 and 5, and holds transfer 3.
    ///
    /// Feed sequence 5 is another change.
    fileprivate func writeSomeBookings() throws {
        try prepare(accounts: 3, users: 1)
        try book(Sample.transfer(1))
        try book(Sample.transfer(2, 2, 3, 40))
        try insert(Sample.transfer(3, 2, 1, 10, kind: .pend(expiresAt: nil)))
        try tell(.accessRevoked(9), to: .user(1))
        try book(Sample.transfer(4, 1, 3, 70))
        try book(Sample.transfer(5, 3, 2, 30))
    }
}
