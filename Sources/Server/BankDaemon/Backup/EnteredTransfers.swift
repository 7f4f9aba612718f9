import CoreVocabulary
import LedgerService
import MoneyCore

/// Present transfers and holds that may be lost transfers entered again, matched one for one.
struct EnteredTransfers: Sendable {
    /// The visible features of a transfer, apart from its time.
    ///
    /// The holders are part of it, because an account number may belong to somebody else by now.
    struct Likeness: Hashable, Sendable {
        let sides: Sides
        let debitHolder: String
        let creditHolder: String
        let reference: String

        init(_ transfer: ExportedTransfer) {
            sides = Sides(transfer)
            debitHolder = transfer.debit.holder
            creditHolder = transfer.credit.holder
            reference = transfer.reference
        }
    }

    /// The accounts and amount of a transfer, whose reference may have changed.
    struct Sides: Hashable, Sendable {
        let debit: String
        let credit: String
        let amount: Money
    }

    /// A transfer that was entered after the restoration.
    struct Entered: Sendable {
        let transfer: ExportedTransfer
        let isReversed: Bool
    }

    private var left: [Likeness: [Entered]] = [:]
    /// The oldest transfers of the same appearance and of the same money, by feature.
    ///
    /// Reversed ones are not included.
    private var firstAlike: [Likeness: JournalID] = [:]
    private var firstBetween: [Sides: JournalID] = [:]
    /// The oldest holds that still reserve the same money.
    private var firstHeld: [Sides: TransferID] = [:]
    /// True if there were too many lost transfers to look for all of them.
    var lacksSome = false

    /// Adds the next transfer in the order of booking.
    mutating func add(_ entered: Entered) {
        let (transfer, likeness) = (entered.transfer, Likeness(entered.transfer))
        let sides = likeness.sides
        left[likeness, default: []].append(entered)
        guard !entered.isReversed else { return }
        if firstAlike[likeness] == nil { firstAlike[likeness] = transfer.journalID }
        if firstBetween[sides] == nil { firstBetween[sides] = transfer.journalID }
    }

    /// Adds the payer's next pending hold, oldest first.
    mutating func add(held id: TransferID, _ sides: Sides) {
        if firstHeld[sides] == nil { firstHeld[sides] = id }
    }

    /// Returns a transfer and a hold that may each be the lost transfer, entered again.
    ///
    /// A match serves several lost transfers, because only people know which of them it is.
    func likenesses(of lost: ExportedTransfer) -> [LostLikeness] {
        let likeness = Likeness(lost)
        let journal = firstAlike[likeness] ?? firstBetween[likeness.sides]
        let booked = journal.map { LostLikeness.booked($0) }
        let held = firstHeld[likeness.sides].map { LostLikeness.held($0) }
        return [booked, held].compactMap(\.self)
    }

    /// Removes the oldest transfer that looks like a lost one, or returns nil if there is none.
    ///
    /// A reversed transfer only matches a lost one that was reversed too.
    mutating func removeFirst(like lost: ExportedTransfer, isReversed: Bool) -> ExportedTransfer? {
        let likeness = Likeness(lost)
        guard let known = left[likeness] else { return nil }
        let place =
            known.firstIndex { $0.isReversed == isReversed }
            ?? (isReversed ? known.indices.first : nil)
        guard let place else { return nil }
        return left[likeness]?.remove(at: place).transfer
    }
}

extension EnteredTransfers.Sides {
    /// Creates the accounts and amount of a transfer.
    init(_ transfer: ExportedTransfer) {
        self.init(
            debit: transfer.debit.number,
            credit: transfer.credit.number,
            amount: transfer.amount
        )
    }
}
