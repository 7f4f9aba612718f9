package import CoreVocabulary

/// The end of a pending transfer; each pending transfer has at most one.
package struct PendingResolution: Hashable, Sendable {
    /// Identifier of the pending transfer.
    package let pendingID: TransferID
    /// Final status of the transfer: posted, voided or expired.
    package let status: PendingStatus
    /// The post or void that ended it; nil if it expired.
    package let resolvedBy: TransferID?
    /// Time at which the pending transfer ended.
    package let resolvedAt: Instant

    /// Creates a resolution; returns nil unless the status is final and matches `resolvedBy`.
    package init?(
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
