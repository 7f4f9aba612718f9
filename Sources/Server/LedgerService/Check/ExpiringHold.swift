package import CoreVocabulary

/// Open hold that expires.
package struct ExpiringHold: Hashable, Comparable, Sendable {
    /// First instant at which the hold can no longer be posted.
    package let expiresAt: Instant
    /// The transfer that holds the money.
    package let transferID: TransferID

    /// Creates a hold from stored values.
    package init(expiresAt: Instant, transferID: TransferID) {
        self.expiresAt = expiresAt
        self.transferID = transferID
    }

    /// Orders holds by expiry, then by transfer.
    package static func < (left: ExpiringHold, right: ExpiringHold) -> Bool {
        (left.expiresAt, left.transferID) < (right.expiresAt, right.transferID)
    }
}
