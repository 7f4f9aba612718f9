import CoreVocabulary
import IdentityCore
import SyncCore
import TokenCore
public import WireProtocol

extension Bank {
    /// Counts a request against its peer's limit; a request from inside the process has no peer.
    nonisolated func countRequest(from origin: RequestOrigin) async throws {
        guard let bits = origin.peerBits else { return }
        try await count([LimitKey(.requestsOfAddress, of: bits)])
    }

    /// Counts a request that is answered outside the bank against its peer's limit.
    ///
    /// Returns nil if the request is allowed, and the problem otherwise. It counts only in memory,
    /// because health pages have to be served while the books do not respond. The count is stored
    /// with the next request that the bank answers.
    public nonisolated func judgeOutside(from origin: RequestOrigin) -> Problem? {
        guard let bits = origin.peerBits, let limit = configuration.limits.requestsOfAddress else {
            return nil
        }
        let key = LimitKey(.requestsOfAddress, of: bits)
        guard let seconds = limits.count(key, limit, at: clock.now()) else { return nil }
        metrics.count(.slowedDown)
        return Problem(code: .slowDown, retryAfterSeconds: seconds)
    }

    /// Counts a sign-in against its peer's limit.
    ///
    /// - Throws: ``RequestRefused`` if it exceeds the limit.
    nonisolated func countSignIn(from origin: RequestOrigin) async throws {
        guard let bits = origin.peerBits else { return }
        let now = clock.now()
        let seconds = try await commit { [configuration] transaction in
            try transaction.consume(
                LimitKey(.signInsOfAddress, of: bits),
                configuration.limits,
                at: now
            )
        }
        guard let seconds else { return }
        metrics.count(.slowedDown)
        throw RequestRefused(.slowDown, retryAfterSeconds: seconds)
    }

    /// Counts a request against its user's limits.
    nonisolated func countRequest(by caller: Caller, to route: Route) async throws {
        let bits = caller.token.userID.rawValue
        var keys = [LimitKey(.requestsOfUser, of: bits)]
        if route.isBulkRead { keys.append(LimitKey(.bulkReadsOfUser, of: bits)) }
        try await count(keys)
    }

    private nonisolated func count(_ keys: [LimitKey]) async throws {
        let now = clock.now()
        if !limits.isLoaded {
            let records = try await store.read { try $0.limits(at: now) }
            limits.load(records, at: now)
        }
        for key in keys {
            guard let limit = configuration.limits[key.budget] else { continue }
            guard let seconds = limits.count(key, limit, at: now) else { continue }
            metrics.count(.slowedDown)
            throw RequestRefused(.slowDown, retryAfterSeconds: seconds)
        }
        await save(limits.collectUnsaved(at: now), at: now)
    }

    /// Stores the counts; if that fails, they are kept for the next attempt.
    ///
    /// They stay counted in memory, so that a store failure neither refuses nor admits anybody.
    private nonisolated func save(_ records: [LimitRecord], at now: Instant) async {
        guard !records.isEmpty else { return }
        do {
            try await commit { transaction in
                try transaction.removeLimits(fullBy: now)
                for record in records { try transaction.update(record) }
            }
        } catch {
            limits.markUnsaved(records)
            _ = await problem(for: error)
        }
    }
}

extension LedgerTransaction {
    /// Takes one unit from a rate limit in the database transaction of the action itself.
    ///
    /// - Returns: The seconds to wait; nil if the action is allowed.
    func consume(_ key: LimitKey, _ limits: RateLimits, at now: Instant) throws -> Int64? {
        guard let limit = limits[key.budget] else { return nil }
        switch limit.take(from: try self.limit(under: key), at: now) {
        case .mustWait(let seconds): return seconds
        case .allowed(let fullAt):
            try update(LimitRecord(key: key, fullAt: fullAt))
            return nil
        }
    }

    /// Counts a transfer against its user's limit, and against the account's if the user may
    /// operate it.
    ///
    /// Without that condition, a user could use up the limit of somebody else's account.
    ///
    /// - Throws: ``RequestRefused`` if it exceeds a limit.
    func countTransfer(
        of who: Admission,
        from accountID: AccountID,
        _ limits: RateLimits,
        at now: Instant
    ) throws {
        var keys = [LimitKey(.transfersOfUser, of: who.user.id.rawValue)]
        if try grant(of: who.user.id, for: accountID)?.access == .operate {
            keys.append(LimitKey(.transfersOfAccount, of: accountID.rawValue))
        }
        for key in keys { try count(key, limits, at: now) }
    }

    /// Takes one unit from a rate limit in the database transaction of the action itself.
    ///
    /// - Throws: ``RequestRefused`` if it exceeds the limit.
    func count(_ key: LimitKey, _ limits: RateLimits, at now: Instant) throws {
        guard let seconds = try consume(key, limits, at: now) else { return }
        throw RequestRefused(.slowDown, retryAfterSeconds: seconds)
    }
}
