import CoreVocabulary
import LedgerService
import MoneyCore

/// Transfers of the books of now that may be lost ones which somebody entered again, to be found by
/// what they look like, one for one; and holds that reserve the same money.
struct EnteredTransfers: Sendable {
    /// What people see of a transfer; the time is another when it is entered again.
    ///
    /// The holders belong to it: a number may be somebody else's since.
    struct Likeness: Hashable, Sendable {
        let debit: String
        let debitHolder: String
        let credit: String
        let creditHolder: String
        let amount: Money
        let reference: String

        init(_ transfer: ExportedTransfer) {
            debit = transfer.debit.number
            debitHolder = transfer.debit.holder
            credit = transfer.credit.number
            creditHolder = transfer.credit.holder
            amount = transfer.amount
            reference = transfer.reference
        }
    }

    /// The money that a transfer moves; people may have given it another reference.
    struct Sides: Hashable, Sendable {
        let debit: String
        let credit: String
        let amount: Money

        init(_ transfer: ExportedTransfer) {
            debit = transfer.debit.number
            credit = transfer.credit.number
            amount = transfer.amount
        }

        /// The money that a hold reserves.
        init(debit: String, credit: String, amount: Money) {
            (self.debit, self.credit, self.amount) = (debit, credit, amount)
        }
    }

    /// A transfer that was entered since.
    struct Entered: Sendable {
        let transfer: ExportedTransfer
        let isReversed: Bool
    }

    private var left: [Likeness: [Entered]] = [:]
    /// The oldest that looks the same, and the oldest that moves the same money; one that was reversed
    /// since is neither.
    private var firstAlike: [Likeness: JournalID] = [:]
    private var firstBetween: [Sides: JournalID] = [:]
    /// The oldest hold that still reserves the same money.
    private var firstHeld: [Sides: TransferID] = [:]
    /// True if some lost transfers were too many to be looked for.
    var lacksSome = false

    /// Adds the next one in the order of booking.
    mutating func add(_ entered: Entered) {
        let (transfer, likeness) = (entered.transfer, Likeness(entered.transfer))
        left[likeness, default: []].append(entered)
        guard !entered.isReversed else { return }
        if firstAlike[likeness] == nil { firstAlike[likeness] = transfer.journalID }
        let sides = Sides(transfer)
        if firstBetween[sides] == nil { firstBetween[sides] = transfer.journalID }
    }

    /// Adds the next hold of a payer, oldest first, that still reserves its money.
    mutating func add(held id: TransferID, _ sides: Sides) {
        if firstHeld[sides] == nil { firstHeld[sides] = id }
    }

    /// A transfer and a hold each of which may be a lost transfer, which a command or people would do
    /// again.
    ///
    /// Others that are lost do not take it away: which of them it is, only people know.
    func likenesses(of lost: ExportedTransfer) -> [LostLikeness] {
        let sides = Sides(lost)
        let booked = (firstAlike[Likeness(lost)] ?? firstBetween[sides])
            .map { LostLikeness.booked($0) }
        let held = firstHeld[sides].map { LostLikeness.held($0) }
        return [booked, held].compactMap(\.self)
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
