public import CoreVocabulary

/// Open hold that expires.
public struct ExpiringHold: Hashable, Comparable, Sendable {
    /// First instant at which the hold can no longer be posted.
    public let expiresAt: Instant
    /// The transfer that holds the money.
    public let transferID: TransferID

    /// Creates a hold from stored values.
    public init(expiresAt: Instant, transferID: TransferID) {
        self.expiresAt = expiresAt
        self.transferID = transferID
    }

    /// Orders holds by expiry, then by transfer.
    public static func < (left: ExpiringHold, right: ExpiringHold) -> Bool {
        (left.expiresAt, left.transferID) < (right.expiresAt, right.transferID)
    }
}
