import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// A transfer that a user asked for and the bank did not make, as the books keep it.
struct RejectedIntent: Sendable {
    /// The record.
    let record: IntentRecord
    /// The number of the reason.
    let code: UInt16
    /// The terms; nil when it was taken back before it came.
    let reviewed: ReviewedTransfer?

    /// Reads a record; nil for what was posted.
    ///
    /// - Throws: What its bytes throw.
    init?(_ record: IntentRecord) throws {
        guard case .refused(let code) = record.decision.outcome else { return nil }
        self.record = record
        self.code = code
        let bytes = record.reviewed
        reviewed = try bytes.isEmpty ? nil : ReviewedTransfer(canonicalBytes: bytes)
    }

    /// True if its user took it back.
    var isTakenBack: Bool { code == RefusalCode.cancelled.rawValue }

    /// The number and the stable word of the reason, as the notes of the audit log have them.
    var reason: String {
        if let code = RefusalCode(rawValue: code) { return "\(code.rawValue) \(code)" }
        return Rejection(rawValue: code).map { "\(AuditNote.rejection($0))" } ?? String(code)
    }

    /// The reason as a sentence.
    var sentence: String {
        if let code = RefusalCode(rawValue: code) { return code.sentence }
        return Rejection(rawValue: code)?.sentence.description
            ?? "This program does not know the reason; a later one gave it."
    }

    /// The amount; nil when its terms are not known.
    var amount: Money? {
        guard let reviewed, let currency = Currency(code: reviewed.currencyCode) else { return nil }
        return Money(minorUnits: reviewed.amountMinorUnits, currency: currency)
    }
}

extension AuditRow {
    /// The refused intent that the line decides; nil for any other line.
    ///
    /// - Throws: What the books throw.
    func rejectedIntent(in reader: any LedgerReading) throws -> RejectedIntent? {
        guard action == .intentDecided, result == .refused, let bits = objectBits else {
            return nil
        }
        return try reader.intent(IntentKey(rawValue: bits)).flatMap { try RejectedIntent($0) }
    }
}

extension RefusalCode {
    /// The reason for whoever looks a refused transfer up.
    fileprivate var sentence: String {
        switch self {
        case .accessDenied: "The user may not move money from the account."
        case .roleNotAllowed: "The user's role never moves money."
        case .payeeUnknown: "The account to pay is neither the user's own nor a payee's."
        case .payeeChanged: "The payee was no longer the one that was shown at review."
        case .feeChanged: "The fee was no longer the one that was shown at review."
        case .valueDatePast: "The value date had passed."
        case .overTransferLimit: "The amount is over the limit for one transfer."
        case .approvalNeeded:
            "A second person must approve an amount like this, which cannot be done here yet."
        case .cancelled: "It was taken back before the bank decided."
        case .valueDateTooFar: "The value date lay further ahead than the bank takes a transfer."
        case .overDayLimit:
            "The amount, with what the user had moved that day, was over the limit of the role for "
                + "one day."
        }
    }
}
