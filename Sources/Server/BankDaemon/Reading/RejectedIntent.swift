import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// A refused or cancelled transfer of a user, as the books store it.
struct RejectedIntent: Sendable {
    /// The record of the intent.
    let record: IntentRecord
    /// The code of the reason.
    let code: UInt16
    /// The terms of the transfer; nil if it was cancelled before it arrived.
    let reviewed: ReviewedTransfer?

    /// Creates the view of a record, or nil if the transfer was posted.
    init?(_ record: IntentRecord) throws {
        guard case .refused(let code) = record.decision.outcome else { return nil }
        self.record = record
        self.code = code
        let bytes = record.reviewed
        reviewed = try bytes.isEmpty ? nil : ReviewedTransfer(canonicalBytes: bytes)
    }

    /// True if its user cancelled it.
    var isTakenBack: Bool { code == RefusalCode.cancelled.rawValue }

    /// The code and the stable word of the reason, as in the notes of the audit log.
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

    /// The amount; nil if the terms or the currency are unknown.
    var amount: Money? {
        guard let reviewed, let currency = Currency(code: reviewed.currencyCode) else { return nil }
        return Money(minorUnits: reviewed.amountMinorUnits, currency: currency)
    }
}

extension AuditRow {
    /// Returns the refused intent that the row decides, or nil for any other row.
    func rejectedIntent(in reader: any LedgerReading) throws -> RejectedIntent? {
        guard action == .intentDecided, result == .refused, let bits = objectBits else {
            return nil
        }
        return try reader.intent(IntentKey(rawValue: bits)).flatMap { try RejectedIntent($0) }
    }
}

extension RefusalCode {
    /// The reason, for operators who look up a refused transfer.
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
