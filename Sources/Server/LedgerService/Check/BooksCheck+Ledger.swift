import CoreVocabulary
import LedgerCore
import MoneyCore
import SyncCore

extension BooksCheck {
    /// Checks that each account's balance, version and hash are those of its last entry.
    package func headsAgree() throws -> CheckFinding? {
        try firstAccount { number, stored in
            let last = try books.lastChainedEntry(number, of: stored.account.id)
            guard stored.account.version == last?.entry.accountSequence ?? 0,
                stored.account.booked.minorUnits == last?.entry.balanceAfterMinorUnits ?? 0,
                stored.head.hash
                    == last?.chainHash ?? ChainHead.genesis(of: stored.account.id).hash
            else { return CheckFinding(.accountsAgree, "account \(number)") }
            return nil
        }
    }

    /// Checks that posted debits and credits of each currency are equal.
    package func booksBalance() throws -> CheckFinding? {
        var totals = CurrencyTotals()
        _ = try firstAccount { _, stored -> Never? in
            totals.add(stored.account)
            return nil
        }
        return totals.unbalancedCurrency.map {
            CheckFinding(.booksBalance, "currency \($0.code)")
        }
    }

    /// Checks that entries alternate debit, credit, debit, credit … in the order of their transfers.
    package func transfersHaveEntries() throws -> CheckFinding? {
        var transferCount: Int64 = 0
        var last: Int64 = 0
        var debited: Int64?
        let finding = try books.firstBookedEntry { entry -> CheckFinding? in
            guard let booking = entry.booking, booking.isBooked,
                entry.account == (entry.side == .debit ? booking.debit : booking.credit),
                entry.side == (debited == nil ? .debit : .credit),
                debited.map({ $0 == booking.number }) ?? (booking.number > last)
            else { return CheckFinding(.transfersHaveEntries, "entry \(entry.feedSequence)") }
            last = booking.number
            debited = entry.side == .debit ? booking.number : nil
            if entry.side == .credit { transferCount += 1 }
            return nil
        }
        if let finding { return finding }
        if let debited { return CheckFinding(.transfersHaveEntries, "transfer \(debited)") }
        return try transferCount == books.bookedTransferCount()
            ? nil : CheckFinding(.transfersHaveEntries, "transfer")
    }

    /// Checks the sequence, the balance and the hash of every entry, account by account.
    package func entriesContinue() throws -> CheckFinding? {
        try firstAccount { number, stored in
            let id = stored.account.id
            var head = ChainHead.genesis(of: id)
            var page: [ChainedEntry]
            repeat {
                page = try books.chainPage(of: id, after: head.accountSequence, limit: pageCount)
                for entry in page {
                    do {
                        head = try head.extended(by: entry.entry)
                    } catch {
                        return CheckFinding(.entriesContinue, "entry \(entry.feedSequence)")
                    }
                    if head.hash != entry.chainHash {
                        return CheckFinding(.chainsHold, "entry \(entry.feedSequence)")
                    }
                }
            } while page.count == pageCount
            return head == stored.head ? nil : CheckFinding(.accountsAgree, "account \(number)")
        }
    }

    /// Checks that the open holds are the pending transfers without an end.
    package func holdsAgree() throws -> CheckFinding? {
        var expected: [ExpiringHold] = []
        let finding = try books.firstTransfer { number, record -> CheckFinding? in
            guard case .pend(let expiresAt) = record.transfer.kind else {
                return record.resolution == nil
                    ? nil : CheckFinding(.holdsAgree, "transfer \(number)")
            }
            if record.resolution == nil, let expiresAt {
                expected.append(ExpiringHold(expiresAt: expiresAt, transferID: record.transfer.id))
            }
            return nil
        }
        if let finding { return finding }
        return try expected.sorted() == books.expiringHolds()
            ? nil : CheckFinding(.holdsAgree, "open holds")
    }

    /// Recomputes the counters of each account from the transfers and their resolutions.
    package func accountsAgree() throws -> CheckFinding? {
        var totals: [AccountID: AccountTotals] = [:]
        _ = try books.firstTransfer { _, record -> Never? in
            for side in Side.allCases {
                totals[record.transfer.accountID(on: side), default: AccountTotals()]
                    .add(record, on: side)
            }
            return nil
        }
        return try firstAccount { number, stored in
            let total = totals[stored.account.id] ?? AccountTotals()
            return total.violations(of: stored.account).isEmpty
                ? nil : CheckFinding(.accountsAgree, "account_state \(number)")
        }
    }
}
