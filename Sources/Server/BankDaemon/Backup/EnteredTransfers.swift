import CoreVocabulary
import LedgerService
import MoneyCore

/// Transfers of the books of now that may be lost ones which somebody entered again, to be found by
/// what they look like, one for one.
struct EnteredTransfers: Sendable {
    /// What people see of a transfer; the time is another when it is entered again.
    struct Likeness: Hashable, Sendable {
        let debit: String
        let credit: String
        let amount: Money
        let reference: String

        init(_ transfer: ExportedTransfer) {
            debit = transfer.debit.number
            credit = transfer.credit.number
            amount = transfer.amount
            reference = transfer.reference
        }
    }

    /// A transfer that was entered since.
    struct Entered: Sendable {
        let transfer: ExportedTransfer
        let isReversed: Bool
    }

    private var left: [Likeness: [Entered]] = [:]

    /// Adds the next one in the order of booking.
    mutating func add(_ entered: Entered) {
        left[Likeness(entered.transfer), default: []].append(entered)
    }

    /// Takes the oldest that looks like a lost one.
    ///
    /// One that was reversed since matches only a lost one that was reversed too.
    mutating func take(like lost: ExportedTransfer, isReversed: Bool) -> ExportedTransfer? {
        let likeness = Likeness(lost)
        guard let known = left[likeness] else { return nil }
        let place =
            known.firstIndex { $0.isReversed == isReversed }
            ?? (isReversed ? known.indices.first : nil)
        guard let place else { return nil }
        return left[likeness]?.remove(at: place).transfer
    }
}
