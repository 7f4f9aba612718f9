import ClientService
import CoreVocabulary
import IdentityCore

extension OutboxFile {
    /// Gives undecided records new keys, like a console that makes its keys when it sends.
    func renewKeys() {
        for record in contents where record.isUndecided {
            let reviewed = record.reviewed
            let key = IntentKey(rawValue: reviewed.intentKey.rawValue ^ 0xFFFF)
            let renewed = OutboxRecord(
                reviewed: ReviewedTransfer(
                    intentKey: key,
                    debitAccountID: reviewed.debitAccountID,
                    creditorAccountID: reviewed.creditorAccountID,
                    payeeName: reviewed.payeeName,
                    amountMinorUnits: reviewed.amountMinorUnits,
                    feeMinorUnits: reviewed.feeMinorUnits,
                    currencyCode: reviewed.currencyCode,
                    valueDate: reviewed.valueDate,
                    reference: reviewed.reference
                ),
                proof: record.proof,
                queuedAt: record.queuedAt
            )
            replace(record.key, with: renewed)
        }
    }

    /// Forgets the last insertion if it is undecided, like a disk that was never synced.
    func forgetLast() {
        guard let last = contents.last, last.isUndecided else { return }
        replace(last.key, with: nil)
    }
}
