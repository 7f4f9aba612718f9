import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

extension MemoryBooks {
    /// Returns the first fault, in the order of the checks.
    func firstFinding(_ depth: BooksCheckDepth) -> BooksFinding? {
        if let finding = headsAgree() ?? booksBalance() { return finding }
        switch depth {
        case .heads: return nil
        case .whole:
            return transfersHaveEntries() ?? entriesContinue() ?? holdsAgree()
                ?? feedHasNoGaps() ?? auditHolds()
        }
    }

    private func headsAgree() -> BooksFinding? {
        for (place, stored) in ledger.accounts.enumerated() {
            let last = ledger.entries[place].last
            guard stored.account.version == last?.record.accountSequence ?? 0,
                stored.account.booked.minorUnits == last?.record.balanceAfterMinorUnits ?? 0,
                stored.head.hash
                    == last?.chainHash ?? ChainHead.genesis(of: stored.account.id).hash
            else { return BooksFinding(.accountsAgree, "account \(place + 1)") }
        }
        return nil
    }

    private func booksBalance() -> BooksFinding? {
        // An array suffices for the few currencies, and is fast enough to run after every commit of
        // a simulation.
        var sums: [(currency: Currency, sum: Int128)] = []
        for stored in ledger.accounts {
            let booked = Int128(stored.account.booked.minorUnits)
            let change = stored.account.normalBalance == .credit ? booked : -booked
            let currency = stored.account.currency
            if let place = sums.firstIndex(where: { $0.currency == currency }) {
                sums[place].sum += change
            } else {
                sums.append((currency, change))
            }
        }
        let broken = sums.lazy.filter { $0.sum != 0 }.map(\.currency).min()
        return broken.map { BooksFinding(.booksBalance, "currency \($0.code)") }
    }

    /// Checks that entries alternate debit, credit, debit, credit … in the order of their
    /// transfers.
    private func transfersHaveEntries() -> BooksFinding? {
        let booked = ledger.transfers.filter(\.transfer.kind.isBooked)
        var sides = booked.flatMap { record in
            [(record.transfer, Side.debit), (record.transfer, Side.credit)]
        }[...]
        for slot in feed.slots {
            guard case .entry(let account, let index) = slot.place else { continue }
            let entry = ledger.entries[account][index]
            let id = ledger.accounts[account].account.id
            guard let (transfer, side) = sides.popFirst(), transfer.id == entry.record.transferID,
                side == entry.side,
                id == (side == .debit ? transfer.debitAccountID : transfer.creditAccountID)
            else { return BooksFinding(.transfersHaveEntries, "entry \(slot.sequence)") }
        }
        return sides.isEmpty ? nil : BooksFinding(.transfersHaveEntries, "transfer")
    }

    private func entriesContinue() -> BooksFinding? {
        for (place, stored) in ledger.accounts.enumerated() {
            var head = ChainHead.genesis(of: stored.account.id)
            for entry in ledger.entries[place] {
                do {
                    head = try head.extended(by: entry.record)
                } catch {
                    return BooksFinding(.entriesContinue, "entry \(entry.feedSequence)")
                }
                if head.hash != entry.chainHash {
                    return BooksFinding(.chainsHold, "entry \(entry.feedSequence)")
                }
            }
        }
        return nil
    }

    private func holdsAgree() -> BooksFinding? {
        var pending = [AccountCounters](repeating: .zero, count: ledger.accounts.count)
        var due: [LedgerTables.DueHold] = []
        for (number, record) in ledger.transfers.enumerated() {
            let transfer = record.transfer
            let isResolved = ledger.resolutions[transfer.id] != nil
            guard case .pend = transfer.kind else {
                if isResolved { return BooksFinding(.holdsAgree, "transfer \(number + 1)") }
                continue
            }
            if isResolved { continue }
            if let open = ledger.due(record) { due.append(open) }
            let amount = transfer.amount.minorUnits
            if let place = ledger.accountPlaces[transfer.debitAccountID] {
                pending[place] = pending[place].adding(debitsPending: amount)
            }
            if let place = ledger.accountPlaces[transfer.creditAccountID] {
                pending[place] = pending[place].adding(creditsPending: amount)
            }
        }
        for (place, stored) in ledger.accounts.enumerated() {
            let counters = stored.account.counters
            guard counters.debitsPending == pending[place].debitsPending,
                counters.creditsPending == pending[place].creditsPending
            else { return BooksFinding(.holdsAgree, "account \(place + 1)") }
        }
        return due.sorted() == ledger.dueHolds ? nil : BooksFinding(.holdsAgree, "open holds")
    }

    private func feedHasNoGaps() -> BooksFinding? {
        var last: Int64 = 0
        for slot in feed.slots {
            if slot.sequence != last + 1 || slot.groupSequence > slot.sequence {
                return BooksFinding(.feedHasNoGaps, "feed \(slot.sequence)")
            }
            last = slot.sequence + slot.backfillCount
        }
        return last == feed.head ? nil : BooksFinding(.feedHasNoGaps, "feed \(feed.head)")
    }

    private func auditHolds() -> BooksFinding? {
        var last = (number: Int64(0), hash: Digest256.zero)
        for line in people.audit {
            let hash = line.row.chained(after: last.hash)
            if line.row.number != last.number + 1 || hash != line.hash {
                return BooksFinding(.auditHolds, "audit \(line.row.number)")
            }
            last = (line.row.number, hash)
        }
        return nil
    }
}

extension AccountCounters {
    /// Returns these counters with more held; returns them unchanged if a sum overflows.
    fileprivate func adding(
        debitsPending debits: Int64 = 0,
        creditsPending credits: Int64 = 0
    ) -> AccountCounters {
        AccountCounters(
            debitsPending: debitsPending + debits,
            debitsPosted: debitsPosted,
            creditsPending: creditsPending + credits,
            creditsPosted: creditsPosted
        ) ?? self
    }
}
