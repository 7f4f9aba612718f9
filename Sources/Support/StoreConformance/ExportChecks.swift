import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Conformance checks about exports.
enum ExportChecks {
    /// Checks on the export of booked transfers.
    static let exports = [
        StoreCheck("booked transfers are exported in order, both sides of each") { store in
            try await store.write { books in
                try books.writeSomeBookings()
                let all = try books.exportedTransfers(ExportFilter(), after: 0, limit: 9)
                try expect(all.map(\.transferID), is: [1, 2, 4, 5].map(Sample.transferID))
                try expect(all.map(\.position), is: [1, 3, 6, 8])
                try expect(all[0].debit.counterparty, is: "shown to debtor")
                try expect(all[0].credit.counterparty, is: "shown to creditor")
                try expect(all[0].debit.number, is: "50101")
                try expect(all[0].credit.holder, is: "Holder 2")
                try expect(all[0].debit.normalBalance, is: .debit)
                try expect(all[0].amount.minorUnits, is: 100)
                try expect(all[0].bookedAt, is: Sample.later(1))
                try expect(all[0].reference, is: "REF")
                let page = try books.exportedTransfers(ExportFilter(), after: 1, limit: 2)
                try expect(page.map(\.position), is: [3, 6])
                try expect(
                    try books.exportedTransfers(ExportFilter(), after: 8, limit: 9),
                    is: []
                )
                try expect(
                    try books.exportedTransfers(ExportFilter(), after: 0, limit: 0),
                    is: []
                )
            }
        },
        StoreCheck("an account's export has its debits and its credits, by its own numbers") {
            store in
            try await store.write { books in
                try books.writeSomeBookings()
                let filter = ExportFilter(accountID: Sample.accountID(2))
                let found = try books.exportedTransfers(filter, after: 0, limit: 9)
                try expect(found.map(\.transferID), is: [1, 2, 5].map(Sample.transferID))
                try expect(found.map(\.position), is: [2, 3, 9])
                try expect(found[1].debit.accountID, is: Sample.accountID(2))
                try expect(found[2].credit.accountID, is: Sample.accountID(2))
                let page = try books.exportedTransfers(filter, after: 2, limit: 1)
                try expect(page.map(\.position), is: [3])
            }
        },
        StoreCheck("an export begins at an instant and ends before one") { store in
            try await store.write { books in
                try books.writeSomeBookings()
                let filter = ExportFilter(
                    bookedFrom: Sample.later(2),
                    bookedBefore: Sample.later(5)
                )
                let found = try books.exportedTransfers(filter, after: 0, limit: 9)
                try expect(found.map(\.transferID), is: [2, 4].map(Sample.transferID))
                let one = try books.exportedTransfers(filter, after: 0, limit: 1)
                try expect(one.map(\.transferID), is: [Sample.transferID(2)])
                var ofAccount = filter
                ofAccount.accountID = Sample.accountID(2)
                let few = try books.exportedTransfers(ofAccount, after: 0, limit: 9)
                try expect(few.map(\.transferID), is: [Sample.transferID(2)])
            }
        },
    ]
}

extension LedgerTransaction {
    /// Books transfers 1, 2, 4 and 5, and holds transfer 3.
    ///
    /// Feed sequence 5 is another change.
    fileprivate func writeSomeBookings() throws {
        try openAccounts(3)
        try addUsers(1)
        try book(try Sample.transfer(1))
        try book(try Sample.transfer(2, 2, 3, 40))
        try insert(try Sample.transfer(3, 2, 1, 10, kind: .pend(expiresAt: nil)))
        try tell(.accessRevoked(Sample.accountID(9)), toUser: 1)
        try book(try Sample.transfer(4, 1, 3, 70))
        try book(try Sample.transfer(5, 3, 2, 30))
    }
}
