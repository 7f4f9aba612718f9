import CoreVocabulary
import IdentityCore
import WireProtocol

/// Lists and ends sessions at the request of their users, and orders consoles to wipe.
struct Sessions: BankService {
    let resources: BankResources

    /// Returns the caller's open sessions, oldest first.
    func list(_ caller: Caller) async throws -> Reply {
        let now = context.clock.now()
        return try await reader.read(for: caller) { reader in
            let who = try reader.admit(caller, to: .sessions, at: now)
            let open = try reader.openSessions(of: who.user.id, at: now)
            return .sessions(
                try open.compactMap { id in
                    guard let session = try reader.session(id),
                        let renewal = try reader.renewal(of: id)
                    else { return nil }
                    return SessionSummary(
                        id: id,
                        openedAt: session.openedAt,
                        seenAt: renewal.family.renewedAt,
                        endsAt: session.endsAt,
                        terminal: session.terminal,
                        isCurrent: id == who.session.id
                    )
                }
            )
        }
    }

    /// Ends one of the caller's sessions; has no effect on one that has ended.
    func end(_ id: SessionID, _ caller: Caller) async throws -> Reply {
        let now = context.clock.now()
        return try await commits.run(endingSessionsOf: caller.token.userID) { transaction in
            let who = try transaction.admit(caller, to: .endSession, at: now)
            let owner = try transaction.session(id)?.userID
            try transaction.checkRights(of: who, to: .endSession, onThingOf: owner)
            if try transaction.endSession(id, for: .endedByUser, at: now) {
                try transaction.audit(
                    .sessionEndedByUser,
                    by: who.user.id,
                    of: id.rawValue,
                    at: now
                )
            }
            return .done
        }
    }

    /// Ends the caller's own session.
    func signOut(_ caller: Caller) async throws -> Reply {
        let now = context.clock.now()
        return try await commits.run(endingSessionsOf: caller.token.userID) { transaction in
            let who = try transaction.admit(caller, to: .signOut, at: now)
            _ = try transaction.endSession(who.session.id, for: .signedOut, at: now)
            try transaction.audit(.signOut, by: who.user.id, of: who.session.id.rawValue, at: now)
            return .signedOut
        }
    }

    /// Answers with the order to destroy what a console holds; a session gets the same one again.
    func orderWipe(_ userID: UserID, _ sessionID: SessionID?) async throws -> Problem {
        let now = context.clock.now()
        let nonce = context.random.bytes(WipeOrder.nonceByteCount)
        let order = try await commits.run { transaction in
            try transaction.orderWipe(userID, sessionID, nonce: nonce, at: now)
        }
        context.metrics.count(.wipeOrdered)
        return Problem(code: .wipe, wipeNonce: order.nonce)
    }

    /// Records a console's confirmation that it has destroyed what it held.
    ///
    /// Its session has ended, so the nonce of the order proves that the console received it.
    func recordWipe(_ receipt: WipeReceipt) async throws -> Reply {
        let now = context.clock.now()
        return try await commits.run { transaction in
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
                    of: order.objectBits,
                    at: now
                )
            }
            return .done
        }
    }

    /// Checks that the clock may be trusted to expire a session that was not ended explicitly.
    ///
    /// A clock under which nothing may be booked does not expire sessions either, because they
    /// continue after it is corrected. Until then, the console is told to try again.
    func checkEnds(at time: Instant) async throws {
        let present = ClockReading(context.clock)
        // The clock may have been corrected since `time` was read.
        guard abs(present.now.seconds(since: time)) <= ClockGuard.driftLimitSeconds else {
            throw BankError(.clockWasSet)
        }
        _ = try await context.store.read { [clockGuard = commits.clockGuard] in
            _ = try clockGuard.permit(present, in: $0)
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
        let order = WipeOrder(nonce: nonce, userID: userID, sessionID: sessionID, orderedAt: now)
        try insert(order)
        try audit(.wipeOrdered, of: order.objectBits, at: now)
        return order
    }
}

extension WipeOrder {
    /// Object of the audit row: the session, or the user if there is none.
    fileprivate var objectBits: UInt128 { sessionID?.rawValue ?? userID.rawValue }
}
