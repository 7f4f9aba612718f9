public import CoreVocabulary

/// How a pending transfer ended; there is at most one for each.
public struct PendingResolution: Hashable, Sendable {
    /// The pending transfer.
    public let pendingID: TransferID
    /// What became of it: posted, voided or expired.
    public let status: PendingStatus
    /// The post or void that decided it; nil when time did.
    public let resolvedBy: TransferID?
    /// When it ended.
    public let resolvedAt: Instant

    /// Makes a resolution; nil unless the status is final and fits what resolved it.
    public init?(
        pendingID: TransferID,
        status: PendingStatus,
        resolvedBy: TransferID?,
        resolvedAt: Instant
    ) {
        switch (status, resolvedBy) {
        case (.posted, .some), (.voided, .some), (.expired, nil): break
        default: return nil
        }
        self.pendingID = pendingID
        self.status = status
        self.resolvedBy = resolvedBy
        self.resolvedAt = resolvedAt
    }
}
