import CoreVocabulary
import IdentityCore
import WireProtocol

/// Forged messages, as a broken proxy, a broken bank or a thief could make them.
enum Forgery {
    /// A submission with one altered transfer.
    struct Submission: Sendable {
        let key: IntentKey
        /// Index of the altered transfer among those submitted.
        let place: Int
        let bytes: [UInt8]
    }

    /// Returns a submission in which one field of one transfer is altered under the same key.
    static func submission(of bytes: [UInt8], _ dice: inout Dice) -> Submission? {
        guard let envelope = try? RequestEnvelope(encoded: bytes),
            case var submitted = envelope.request.submitted, !submitted.isEmpty
        else { return nil }
        let place = submitted.count == 1 ? 0 : dice.below(submitted.count)
        guard let reviewed = try? ReviewedTransfer(canonicalBytes: submitted[place].reviewed) else {
            return nil
        }
        let field = dice.pick(ReviewedField.self)
        submitted[place] = altered(submitted[place], altered(reviewed, field))
        let request = envelope.request.replacingSubmitted(submitted)
        let message = RequestEnvelope(token: envelope.token, request: request)
        return Submission(key: reviewed.intentKey, place: place, bytes: message.encoded)
    }

    /// Returns the request for another transfer, with the original proof and stamp.
    static func altered(
        _ request: SubmitIntentRequest,
        _ reviewed: ReviewedTransfer
    ) -> SubmitIntentRequest {
        SubmitIntentRequest(
            key: reviewed.intentKey,
            reviewed: reviewed.canonicalBytes,
            sessionID: request.sessionID,
            claimedAt: request.claimedAt,
            proof: request.proof,
            stamp: request.stamp
        )
    }

    /// A field of a reviewed transfer, apart from its key.
    enum ReviewedField: String, CaseIterable {
        case debit = "debitAccountID"
        case creditor = "creditorAccountID"
        case name = "payeeName"
        case amount = "amountMinorUnits"
        case fee = "feeMinorUnits"
        case currency = "currencyCode"
        case valueDate, reference
    }

    /// Returns the transfer with one altered field.
    static func altered(_ reviewed: ReviewedTransfer, _ field: ReviewedField) -> ReviewedTransfer {
        func other(_ account: AccountID) -> AccountID {
            Town.accounts[1].id == account ? Town.accounts[3].id : Town.accounts[1].id
        }
        let isCurrency = field == .currency
        return ReviewedTransfer(
            intentKey: reviewed.intentKey,
            debitAccountID: field == .debit
                ? other(reviewed.debitAccountID) : reviewed.debitAccountID,
            creditorAccountID: field == .creditor
                ? other(reviewed.creditorAccountID) : reviewed.creditorAccountID,
            payeeName: field == .name ? reviewed.payeeName + "." : reviewed.payeeName,
            amountMinorUnits: reviewed.amountMinorUnits &+ (field == .amount ? 1 : 0),
            feeMinorUnits: reviewed.feeMinorUnits &+ (field == .fee ? 1 : 0),
            currencyCode: isCurrency
                ? (reviewed.currencyCode == "INR" ? "USD" : "INR") : reviewed.currencyCode,
            valueDate: field == .valueDate
                ? reviewed.valueDate.adding(days: 1) ?? reviewed.valueDate : reviewed.valueDate,
            reference: field == .reference ? reviewed.reference + "." : reviewed.reference
        )
    }
}

extension Request {
    /// Returns the request with other transfers in place of those it submits.
    func replacingSubmitted(_ intents: [SubmitIntentRequest]) -> Request {
        switch self {
        case .submitIntents: .submitIntents(SubmitIntentsRequest(intents: intents))
        case .submitIntent: intents.first.map { .submitIntent($0) } ?? self
        default: self
        }
    }
}
