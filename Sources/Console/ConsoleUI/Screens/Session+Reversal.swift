import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore

/// Search for reversals among the newest entries.
///
/// An entry names no other entry: a reversal is known by what it says. It moves the same amount back
/// in the same account, its counterparty is that of the first entry, and so is its reference where the
/// bank's own stands before it. One transfer like another cannot be told from it.
extension Session {
    /// Returns the reversal of an entry; nil if none is among the newest entries.
    func reversal(of entry: EntryRecord) -> EntryRecord? {
        guard entry.code != TransferCode.reversal.rawValue else { return nil }
        return activity?.last { other in
            other.accountID == entry.accountID && other.accountSequence > entry.accountSequence
                && other.amount.minorUnits.magnitude == entry.amount.minorUnits.magnitude
                && other.amount.isNegative != entry.amount.isNegative
                && Self.isReversal(other, counterparty: entry.counterparty, entry.reference)
        }
    }

    /// Returns the reversal of a posted transfer, in the account that paid.
    func reversal(of reviewed: ReviewedTransfer, postedAt: Instant) -> EntryRecord? {
        activity?.last { other in
            other.accountID == reviewed.debitAccountID && other.bookedAt >= postedAt
                && other.amount.minorUnits == reviewed.amountMinorUnits
                && Self.isReversal(other, counterparty: reviewed.payeeName, reviewed.reference)
        }
    }

    private static func isReversal(
        _ entry: EntryRecord,
        counterparty: String,
        _ reference: String
    ) -> Bool {
        // By bytes, as the bank writes them: to Swift a mark makes another character of a space.
        guard entry.code == TransferCode.reversal.rawValue,
            entry.counterparty.utf8.elementsEqual(counterparty.utf8)
        else { return false }
        let mark = TransferCode.reversalMark
        let whole = mark + reference
        return !entry.reference.utf8.starts(with: mark.utf8)
            || [whole, ReviewedTransfer.cut(reference: whole)].contains {
                entry.reference.utf8.elementsEqual($0.utf8)
            }
    }
}
