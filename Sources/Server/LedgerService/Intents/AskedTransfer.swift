import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// Transfer request that was decoded and found valid.
struct AskedTransfer: Sendable {
    /// The transfer that the user reviewed.
    let reviewed: ReviewedTransfer
    /// The amount in its currency.
    let amount: Money
    /// The proof that it was authorised.
    let proof: AuthorisationProof
    /// The place in the console's device sequence; nil from a console that keeps none.
    let stamp: DeviceStamp?

    /// Decodes a request; returns nil if it is invalid for every user.
    ///
    /// The answer does not reveal which byte is wrong. Only the canonical bytes are accepted.
    init?(_ request: SubmitIntentRequest) {
        // The answer is the same for every fault.
        guard let reviewed = try? ReviewedTransfer(canonicalBytes: request.reviewed),
            reviewed.canonicalBytes == request.reviewed, reviewed.intentKey == request.key,
            let currency = Currency(code: reviewed.currencyCode),
            ReviewedTransfer.accepts(reference: reviewed.reference)
        else { return nil }
        self.reviewed = reviewed
        amount = Money(minorUnits: reviewed.amountMinorUnits, currency: currency)
        proof = AuthorisationProof(
            sessionID: request.sessionID,
            claimedAt: request.claimedAt,
            code: request.proof
        )
        stamp = request.stamp
    }
}
