import CoreVocabulary
import MoneyCore

/// Totals of an account, recomputed from its transfers.
package struct AccountTotals: Sendable {
    private var posted: (debits: Int128, credits: Int128) = (0, 0)
    private var pending: (debits: Int128, credits: Int128) = (0, 0)
    private var entryCount: Int64 = 0

    /// Creates totals of no transfers.
    package init() {}

    /// Adds a transfer that debits or credits the account.
    ///
    /// A post counts with its own amount; it releases its hold in full.
    package mutating func add(_ record: TransferRecord, on side: Side) {
        let amount = Int128(record.transfer.amount.minorUnits)
        if record.transfer.kind.isBooked {
            add(amount, to: &posted, on: side)
            entryCount += 1
        } else if record.pendingStatus == .pending {
            add(amount, to: &pending, on: side)
        }
    }

    /// Returns the violations of an account whose counters or version differ from these totals.
    package func violations(of account: Account) -> [LedgerViolation] {
        let counters = account.counters
        var violations: [LedgerViolation] = []
        if (Int128(counters.debitsPosted), Int128(counters.creditsPosted)) != posted {
            violations.append(.postedDiffersFromTransfers(account.id))
        }
        if (Int128(counters.debitsPending), Int128(counters.creditsPending)) != pending {
            violations.append(.pendingDiffersFromTransfers(account.id))
        }
        if account.version != entryCount {
            violations.append(.versionDiffersFromTransfers(account.id))
        }
        return violations
    }

    private func add(
        _ amount: Int128,
        to sums: inout (debits: Int128, credits: Int128),
        on side: Side
    ) {
        switch side {
        case .debit: sums.debits += amount
        case .credit: sums.credits += amount
        }
    }
}
