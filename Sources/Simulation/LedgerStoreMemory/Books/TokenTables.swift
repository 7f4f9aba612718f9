import CoreVocabulary
import LedgerService
import IdentityCore

/// Tables of signing keys, session renewal, revocation and rate limits.
struct TokenTables: Sendable {
    /// Signing key with its sealed private half, which is removed when it stops signing.
    struct StoredKey: Sendable {
        var key: SigningKey
        var sealed: [UInt8]?
    }

    /// The signing keys in the order of publication.
    var signingKeys: [StoredKey] = []
    var renewals: [SessionID: RenewalRecord] = [:]
    /// The changes of each user in order; the last one applies.
    var userChanges: [UserID: [UserChange]] = [:]
    /// The wipe orders in the order in which they were given.
    var wipeOrders: [WipeOrder] = []
    var wipeReceipts: [[UInt8]: [UInt8]] = [:]
    /// The revocation times by the bytes of the terminal names.
    var revokedTerminals: [[UInt8]: Instant] = [:]
    var limits: [LimitKey: Instant] = [:]

    /// Returns the index of a key; nil if there is none.
    func place(of id: SigningKeyID) -> Int? { signingKeys.firstIndex { $0.key.id == id } }
}

/// Write to the tables of ``TokenTables``.
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
    /// Applies a change of these tables.
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

    /// Undoes the last change of these tables.
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
