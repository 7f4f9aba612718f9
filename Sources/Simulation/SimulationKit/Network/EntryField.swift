import CoreVocabulary
import MoneyCore
import SyncCore

/// A field of an entry that is altered alone on its way to a console.
enum EntryField: String, CaseIterable, Sendable {
    // Found at once, because chain or balance do not continue.
    case amount, balanceAfterMinorUnits, accountSequence, accountID
    // Found by a comparison, because the hash differs.
    case journalID, transferID, bookedAt, valueDate, code, counterparty, reference, isMadeByStaff

    /// The field's name among ``MessageFields``.
    var name: String { "record.entry.\(rawValue)" }

    /// True if only a comparison can show a console that the field was altered.
    var isHidden: Bool {
        switch self {
        case .amount, .balanceAfterMinorUnits, .accountSequence, .accountID: false
        case .journalID, .transferID, .bookedAt, .valueDate, .code, .counterparty, .reference,
            .isMadeByStaff:
            true
        }
    }

    /// Draws a random field, the amount in half of the cases.
    static func draw(_ dice: inout Dice) -> EntryField {
        dice.percent(50) ? .amount : dice.pick(EntryField.self)
    }
}

extension EntryRecord {
    /// Returns the entry with another value in one field.
    func altered(_ field: EntryField) -> EntryRecord {
        func one(_ altered: EntryField) -> Int64 { field == altered ? 1 : 0 }
        func dot(_ altered: EntryField) -> String { field == altered ? "." : "" }
        return EntryRecord(
            // The altered identifier belongs to no account.
            accountID: AccountID(rawValue: accountID.rawValue ^ (UInt128(one(.accountID)) << 64)),
            accountSequence: accountSequence + one(.accountSequence),
            journalID: JournalID(rawValue: journalID.rawValue ^ UInt128(one(.journalID))),
            transferID: TransferID(rawValue: transferID.rawValue ^ UInt128(one(.transferID))),
            amount: Money(minorUnits: amount.minorUnits &+ one(.amount), currency: amount.currency),
            balanceAfterMinorUnits: balanceAfterMinorUnits &+ one(.balanceAfterMinorUnits),
            bookedAt: bookedAt.adding(nanoseconds: one(.bookedAt)),
            valueDate: valueDate.adding(days: Int(one(.valueDate))) ?? valueDate,
            code: code ^ UInt16(one(.code)),
            counterparty: counterparty + dot(.counterparty),
            reference: reference + dot(.reference),
            isMadeByStaff: isMadeByStaff != (field == .isMadeByStaff)
        )
    }

    /// Returns the entry with other amounts.
    func with(amountMinorUnits: Int64, balanceAfterMinorUnits: Int64? = nil) -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: accountSequence,
            journalID: journalID,
            transferID: transferID,
            amount: Money(minorUnits: amountMinorUnits, currency: amount.currency),
            balanceAfterMinorUnits: balanceAfterMinorUnits ?? self.balanceAfterMinorUnits,
            bookedAt: bookedAt,
            valueDate: valueDate,
            code: code,
            counterparty: counterparty,
            reference: reference,
            isMadeByStaff: isMadeByStaff
        )
    }
}
