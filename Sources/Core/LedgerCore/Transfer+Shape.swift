import CoreVocabulary
import MoneyCore

extension Transfer {
    /// Returns the first rule on a single transfer that this one breaks; nil if none.
    func shapeRejection(at instant: Instant) -> Rejection? {
        if id.isReserved { return .transferIDIsReserved }
        if code == 0 { return .codeIsZero }
        if !amount.isPositive { return .amountIsNotPositive }
        if debitAccountID == creditAccountID { return .accountsAreTheSame }
        if let expiresAt = kind.expiresAt, expiresAt <= instant { return .expiryIsNotInFuture }
        return nil
    }
}
