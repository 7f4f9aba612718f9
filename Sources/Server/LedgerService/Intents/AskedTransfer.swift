import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// A transfer that somebody asked for, read and found to make sense.
struct AskedTransfer: Sendable {
    /// What was reviewed.
    let reviewed: ReviewedTransfer
    /// The amount in its currency.
    let amount: Money
    /// The proof that it was authorised.
    let proof: AuthorisationProof
    /// Where it stands in what the console sent; nil from one that keeps no sequence.
    let stamp: DeviceStamp?

    /// Reads a request; nil when it makes no sense, whoever asks.
    ///
    /// Which byte is wrong is not told; the bytes that count are the ones that read back equal.
    init?(_ request: SubmitIntentRequest) {
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
