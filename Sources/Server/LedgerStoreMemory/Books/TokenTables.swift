import CoreVocabulary
import LedgerService
import TokenCore

/// What sessions are proved with, what ends them, and how much may be asked.
struct TokenTables: Sendable {
    /// A signing key with its private half, which is removed when it signs no more.
    struct StoredKey: Sendable {
        var key: SigningKey
        var sealed: [UInt8]?
    }

    /// In the order in which they were published.
    var signingKeys: [StoredKey] = []
    var renewals: [SessionID: RenewalRecord] = [:]
    /// By user, in order; the last one counts.
    var userChanges: [UserID: [UserChange]] = [:]
    /// In the order in which they were given.
    var wipeOrders: [WipeOrder] = []
    var wipeReceipts: [[UInt8]: [UInt8]] = [:]
    /// By the bytes of the name.
    var revokedTerminals: [[UInt8]: Instant] = [:]
    var limits: [LimitKey: Instant] = [:]

    /// The place of a key; nil when there is none.
    func place(of id: SigningKeyID) -> Int? {
        signingKeys.firstIndex { $0.key.id == id }
    }
}

/// A write to ``TokenTables``.
enum TokenChange: Sendable {
    case keyAdded(TokenTables.StoredKey)
    case keyChanged(place: Int, from: TokenTables.StoredKey, to: TokenTables.StoredKey)
    case renewalSet(from: RenewalRecord?, to: RenewalRecord)
    case userChanged(UserChange)
    case wipeOrdered(WipeOrder)
    case wiped(nonce: [UInt8], signature: [UInt8])
    case terminalRevoked([UInt8], at: Instant)
    case limitSet(LimitKey, from: Instant?, to: Instant)
    case limitsRemoved([LimitRecord])
}

extension TokenTables {
    /// Does a change of these tables.
    mutating func apply(_ change: TokenChange) {
        switch change {
        case .keyAdded(let key): signingKeys.append(key)
        case .keyChanged(let place, _, let new): signingKeys[place] = new
        case .renewalSet(_, let new): renewals[new.sessionID] = new
        case .userChanged(let new): userChanges[new.userID, default: []].append(new)
        case .wipeOrdered(let order): wipeOrders.append(order)
        case .wiped(let nonce, let signature): wipeReceipts[nonce] = signature
        case .terminalRevoked(let name, let instant): revokedTerminals[name] = instant
        case .limitSet(let key, _, let new): limits[key] = new
        case .limitsRemoved(let records): for record in records { limits[record.key] = nil }
        }
    }

    /// Takes back the last change of these tables.
    mutating func revert(_ change: TokenChange) {
        switch change {
        case .keyAdded: signingKeys.removeLast()
        case .keyChanged(let place, let old, _): signingKeys[place] = old
        case .renewalSet(let old, let new): renewals[new.sessionID] = old
        case .userChanged(let new): userChanges[new.userID]?.removeLast()
        case .wipeOrdered: wipeOrders.removeLast()
        case .wiped(let nonce, _): wipeReceipts[nonce] = nil
        case .terminalRevoked(let name, _): revokedTerminals[name] = nil
        case .limitSet(let key, let old, _): limits[key] = old
        case .limitsRemoved(let records):
            for record in records { limits[record.key] = record.fullAt }
        }
    }
}
