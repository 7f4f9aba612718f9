import CoreVocabulary
import TokenCore
import WireProtocol

extension Bank {
    /// Returns the caller's open sessions, oldest first.
    func sessions(_ caller: Caller) async throws -> Reply {
        let now = clock.now()
        return try await read(for: caller) { reader in
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
    func endSession(_ id: SessionID, _ caller: Caller) async throws -> Reply {
        let now = clock.now()
        return try await commitEnding(of: caller.token.userID) { transaction in
            let who = try transaction.admit(caller, to: .endSession, at: now)
            let owner = try transaction.session(id)?.userID
            try transaction.checkRights(of: who, to: .endSession, onThingOf: owner)
            if try transaction.endSession(id, for: .endedByUser, at: now) {
                try transaction.audit(
                    .sessionEndedByUser,
                    by: who.user.id,
                    objectBits: id.rawValue,
                    at: now
                )
            }
            return .done
        }
    }

    /// Ends the caller's own session.
    func signOut(_ caller: Caller) async throws -> Reply {
        let now = clock.now()
        return try await commitEnding(of: caller.token.userID) { transaction in
            let who = try transaction.admit(caller, to: .signOut, at: now)
            _ = try transaction.endSession(who.session.id, for: .signedOut, at: now)
            try transaction.audit(
                .signOut,
                by: who.user.id,
                objectBits: who.session.id.rawValue,
                at: now
            )
            return .signedOut
        }
    }

    /// Commits a change that may end a user's sessions, then wakes the user's waiting feeds.
    ///
    /// They check their session again and stop if it has ended.
    func commitEnding<Value: Sendable>(
        of userID: UserID,
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        let value = try await commit(body)
        feedWaiters.wake(CollectionOfOne(userID))
        return value
    }
}
