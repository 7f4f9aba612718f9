import CoreVocabulary
import WireProtocol

extension Bank {
    /// Answers with the order to destroy what a console holds of a user.
    ///
    /// A session that received an order before receives the same one again.
    func orderWipe(_ userID: UserID, _ sessionID: SessionID?) async throws -> Reply {
        let now = clock.now()
        let nonce = random.bytes(WipeOrder.nonceByteCount)
        let order = try await commit { transaction in
            try transaction.orderWipe(userID, sessionID, nonce: nonce, at: now)
        }
        metrics.count(.wipeOrdered)
        return .problem(Problem(code: .wipe, wipeNonce: order.nonce))
    }

    /// Records a console's confirmation that it has destroyed what it held.
    ///
    /// Its session has ended, so the nonce of the order proves that the console received it.
    func wiped(_ receipt: WipeReceipt) async throws -> Reply {
        let now = clock.now()
        return try await commit { transaction in
            guard let order = try transaction.wipeOrder(nonce: receipt.nonce) else {
                throw RequestRefused(.notFound)
            }
            let isFirst = try transaction.insertWipeReceipt(
                nonce: receipt.nonce,
                signature: receipt.signature,
                at: now
            )
            if isFirst {
                try transaction.audit(
                    .consoleWiped,
                    by: order.userID,
                    objectBits: order.objectBits,
                    at: now
                )
            }
            return .done
        }
    }
}

extension LedgerTransaction {
    /// Stores a wipe order, or returns the one that the session received before.
    func orderWipe(
        _ userID: UserID,
        _ sessionID: SessionID?,
        nonce: [UInt8],
        at now: Instant
    ) throws -> WipeOrder {
        if let sessionID, let known = try wipeOrder(of: sessionID) { return known }
        let order = WipeOrder(
            nonce: nonce,
            userID: userID,
            sessionID: sessionID,
            orderedAt: now
        )
        try insert(order)
        try audit(.wipeOrdered, by: nil, objectBits: order.objectBits, at: now)
        return order
    }
}

extension WipeOrder {
    /// Object of the audit row: the session, or the user if there is none.
    fileprivate var objectBits: UInt128 { sessionID?.rawValue ?? userID.rawValue }
}
