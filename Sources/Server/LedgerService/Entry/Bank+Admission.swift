import CoreVocabulary
import IdentityCore
package import WireProtocol

// Requests are counted and their tokens verified off the actor, before the books are asked.
extension Bank {
    /// Verifies an access token before the body of its request is read.
    ///
    /// A request whose token is refused is counted against its peer here; any other is counted when
    /// it is answered, and only then are user and session looked up.
    @concurrent
    package nonisolated func judge(
        token: [UInt8]?,
        from origin: RequestOrigin
    ) async -> TokenVerdict {
        do {
            let shown = try await verifier.caller(ofToken: token, origin).token
            return .holder(shown.userID, shown.sessionID)
        } catch {
            do {
                try await countRequest(from: origin)
                return .refused(await problem(for: error))
            } catch let slower {
                return .refused(await problem(for: slower))
            }
        }
    }

    /// Counts a request that is answered outside the bank; returns a problem if it is one too many.
    ///
    /// It counts only in memory, as health pages are served while the books do not respond.
    package nonisolated func judgeOutside(from origin: RequestOrigin) -> Problem? {
        guard let bits = origin.peerBits else { return nil }
        let key = LimitKey(.requestsOfAddress, of: bits)
        return limiter.countInMemory(key, at: context.clock.now()).map {
            Problem(code: .slowDown, retryAfterSeconds: $0)
        }
    }

    /// Counts and authenticates a request of a session.
    nonisolated func admit(
        _ token: [UInt8]?,
        to route: Route,
        _ origin: RequestOrigin
    ) async throws -> Caller {
        let caller = try await verifier.caller(ofToken: token, origin)
        let bits = caller.token.userID.rawValue
        var keys = [LimitKey(.requestsOfUser, of: bits)]
        if route.isBulkRead { keys.append(LimitKey(.bulkReadsOfUser, of: bits)) }
        try await count(keys)
        return caller
    }

    /// Counts a request against its peer's limit; a request from inside the process has no peer.
    nonisolated func countRequest(from origin: RequestOrigin) async throws {
        guard let bits = origin.peerBits else { return }
        try await count([LimitKey(.requestsOfAddress, of: bits)])
    }

    private nonisolated func count(_ keys: [LimitKey]) async throws {
        let now = context.clock.now()
        let unsaved = try await limiter.count(keys, at: now)
        if !unsaved.isEmpty { await save(unsaved, at: now) }
    }

    /// Stores the counts; if that fails, they stay counted in memory until the next attempt.
    private func save(_ records: [LimitRecord], at now: Instant) async {
        do {
            try await commits.run { transaction in
                try transaction.removeLimits(fullBy: now)
                for record in records { try transaction.update(record) }
            }
        } catch {
            limiter.markUnsaved(records)
            resources.failures.report(error)
        }
    }
}
