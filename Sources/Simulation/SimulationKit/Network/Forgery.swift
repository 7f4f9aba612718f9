import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// Messages that nobody sent: what a broken proxy, a broken bank or a thief may make of one.
enum Forgery {
    /// A transfer with another amount, under the same key and the same proof.
    static func submission(of bytes: [UInt8]) -> (key: IntentKey, bytes: [UInt8])? {
        guard let envelope = try? RequestEnvelope(encoded: bytes),
            case .submitIntent(let request) = envelope.request,
            let reviewed = try? ReviewedTransfer(canonicalBytes: request.reviewed)
        else { return nil }
        let altered = ReviewedTransfer(
            intentKey: reviewed.intentKey,
            debitAccountID: reviewed.debitAccountID,
            creditorAccountID: reviewed.creditorAccountID,
            payeeName: reviewed.payeeName,
            amountMinorUnits: reviewed.amountMinorUnits + 1,
            feeMinorUnits: reviewed.feeMinorUnits,
            currencyCode: reviewed.currencyCode,
            valueDate: reviewed.valueDate,
            reference: reviewed.reference
        )
        let forged = SubmitIntentRequest(
            key: request.key,
            reviewed: altered.canonicalBytes,
            sessionID: request.sessionID,
            claimedAt: request.claimedAt,
            proof: request.proof,
            stamp: request.stamp
        )
        let message = RequestEnvelope(token: envelope.token, request: .submitIntent(forged))
        return (reviewed.intentKey, message.encoded)
    }

    /// A batch in which the last entry has another amount; nil when there is none.
    static func entry(of reply: [UInt8]) -> (place: RecordPlace, reply: [UInt8])? {
        guard case .feed(let feed) = try? Reply(encoded: reply),
            let (place, batch) = entry(of: feed.batch)
        else { return nil }
        return (place, Reply.feed(FeedReply(batch: batch, serverTime: feed.serverTime)).encoded)
    }

    /// A batch in which the last entry has another amount; nil when there is none.
    static func entry(of batch: FeedBatch) -> (place: RecordPlace, batch: FeedBatch)? {
        var changes = batch.changes
        for (index, change) in changes.enumerated().reversed() {
            guard case .entry(let entry) = change else { continue }
            changes[index] = .entry(entry.with(amountMinorUnits: entry.amount.minorUnits + 1))
            let place = RecordPlace(account: entry.accountID, sequence: entry.accountSequence)
            return (place, FeedBatch(changes: changes, cursor: batch.cursor, head: batch.head))
        }
        return nil
    }
}

/// A place in a record: one entry.
struct RecordPlace: Hashable, Comparable, Sendable {
    let account: AccountID
    let sequence: Int64

    static func < (left: RecordPlace, right: RecordPlace) -> Bool {
        (left.account, left.sequence) < (right.account, right.sequence)
    }
}

extension EntryRecord {
    /// The same entry with other amounts.
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
            reference: reference
        )
    }
}
