import CoreVocabulary

extension LedgerTransaction {
    /// Stores a wipe order, or returns the one that the session received before.
    func orderWipe(
        _ userID: UserID,
        _ sessionID: SessionID?,
        nonce: [UInt8],
        at now: Instant
    ) throws -> WipeOrder {
        if let sessionID, let known = try wipeOrder(of: sessionID) { return known }
        let order = WipeOrder(nonce: nonce, userID: userID, sessionID: sessionID, orderedAt: now)
        try insert(order)
        try audit(.wipeOrdered, objectBits: order.objectBits, at: now)
        return order
    }
}

extension WipeOrder {
    /// Object of the audit row: the session, or the user if there is none.
    var objectBits: UInt128 { sessionID?.rawValue ?? userID.rawValue }
}
