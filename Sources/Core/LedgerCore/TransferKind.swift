package import CoreVocabulary

/// Kind of a transfer, which decides what happens to its amount.
package enum TransferKind: Hashable, Sendable {
    /// Books the amount at once.
    case direct
    /// Holds the amount until it is posted, voided or expired.
    ///
    /// - Parameter expiresAt: The first instant at which it can no longer be posted; nil for never.
    case pend(expiresAt: Instant?)
    /// Books an amount up to the held one and releases the rest.
    case post(TransferID)
    /// Releases the whole held amount.
    case void(TransferID)
    /// Books the exact mirror of a booked transfer.
    case reversal(of: TransferID)

    /// Number of the kind for stores and encodings, 1 to 5.
    package var code: UInt8 {
        switch self {
        case .direct: 1
        case .pend: 2
        case .post: 3
        case .void: 4
        case .reversal: 5
        }
    }

    /// The earlier transfer that this one acts on; nil for direct and pend.
    package var actsOn: TransferID? {
        switch self {
        case .direct, .pend: nil
        case .post(let id), .void(let id), .reversal(of: let id): id
        }
    }

    /// First instant at which a hold can no longer be posted; nil if there is none.
    package var expiresAt: Instant? {
        guard case .pend(let expiresAt) = self else { return nil }
        return expiresAt
    }

    /// True if the transfer books money and so makes an entry on both accounts.
    package var isBooked: Bool {
        switch self {
        case .direct, .post, .reversal: true
        case .pend, .void: false
        }
    }

    /// Restores a kind from stored values; returns nil if they do not belong together.
    package init?(code: UInt8, actsOn: TransferID?, expiresAt: Instant?) {
        switch (code, actsOn, expiresAt) {
        case (1, nil, nil): self = .direct
        case (2, nil, let expiresAt): self = .pend(expiresAt: expiresAt)
        case (3, let id?, nil): self = .post(id)
        case (4, let id?, nil): self = .void(id)
        case (5, let id?, nil): self = .reversal(of: id)
        default: return nil
        }
    }
}
