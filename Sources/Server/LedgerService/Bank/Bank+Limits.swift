import CoreVocabulary
import IdentityCore
import SyncCore
import TokenCore
import WireProtocol

extension Bank {
    /// Counts a request from an address; one from inside the process has none.
    nonisolated func countRequest(from origin: RequestOrigin) async throws {
        guard let address = origin.address else { return }
        try await count([LimitKey(.requestsOfAddress, ofAddress: address)])
    }

    /// Counts a request of a user.
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
            guard let seconds = limits.take(key, limit, at: now) else { continue }
            metrics.count(.slowedDown)
            throw RequestRefused(.slowDown, retryAfterSeconds: seconds)
        }
        await save(limits.takeUnsaved(at: now), at: now)
    }

    /// Writes down what was counted; what cannot be written now is tried again next time.
    ///
    /// It stays counted in memory, so that nobody is refused for the store's sake, nor let through.
    private nonisolated func save(_ records: [LimitRecord], at now: Instant) async {
        guard !records.isEmpty else { return }
        do {
            try await commit { transaction in
                try transaction.removeLimits(fullBy: now)
                for record in records { try transaction.update(record) }
            }
        } catch {
            limits.putBack(records)
            _ = await problem(for: error)
        }
    }
}

extension LedgerTransaction {
    /// Counts one more time in the same database transaction in which it is done.
    ///
    /// - Returns: The seconds to wait; nil when it may be done.
    func take(_ key: LimitKey, _ limits: RateLimits, at now: Instant) throws -> Int64? {
        guard let limit = limits[key.budget] else { return nil }
        switch limit.take(from: try self.limit(under: key), at: now) {
        case .mustWait(let seconds): return seconds
        case .allowed(let fullAt):
            try update(LimitRecord(key: key, fullAt: fullAt))
            return nil
        }
    }

    /// Counts a transfer of a user, and out of the account if the user may operate it: nobody uses
    /// up what somebody else's account is allowed.
    ///
    /// - Throws: ``RequestRefused``: it is one too many.
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

    /// Counts one more time in the same database transaction in which it is done.
    ///
    /// - Throws: ``RequestRefused``: it is one too many.
    func count(_ key: LimitKey, _ limits: RateLimits, at now: Instant) throws {
        guard let seconds = try take(key, limits, at: now) else { return }
        throw RequestRefused(.slowDown, retryAfterSeconds: seconds)
    }
}
