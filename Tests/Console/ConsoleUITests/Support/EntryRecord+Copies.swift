import CoreVocabulary
import SyncCore

extension EntryRecord {
    /// The same entry but for what is given.
    func with(
        journalID otherJournalID: JournalID? = nil,
        counterparty otherCounterparty: String? = nil,
        reference otherReference: String? = nil,
        isMadeByStaff: Bool? = nil
    ) -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: accountSequence,
            journalID: otherJournalID ?? journalID,
            transferID: transferID,
            amount: amount,
            balanceAfterMinorUnits: balanceAfterMinorUnits,
            bookedAt: bookedAt,
            valueDate: valueDate,
            code: code,
            counterparty: otherCounterparty ?? counterparty,
            reference: otherReference ?? reference,
            isMadeByStaff: isMadeByStaff ?? self.isMadeByStaff
        )
    }
}
