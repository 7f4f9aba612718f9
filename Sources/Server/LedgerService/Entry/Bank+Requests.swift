package import SyncCore
package import WireProtocol
import CoreVocabulary

extension Bank {
    /// Answers an encoded request and never throws.
    ///
    /// A request that cannot be decoded gets `malformed`. A failure of the bank gets
    /// `internalFailure`, and the error's text goes to the log only.
    @concurrent
    package nonisolated func handle(_ requestBytes: [UInt8]) async -> [UInt8] {
        // The decoding error is dropped, because only the sender's developer could use it.
        guard let envelope = try? RequestEnvelope(encoded: requestBytes) else {
            return Reply.problem(Problem(code: .malformed)).encoded
        }
        return await handle(envelope, from: .inProcess).encoded
    }

    /// Answers a decoded request; the answer to a failure in the bank is `internalFailure`.
    @concurrent
    package nonisolated func handle(
        _ envelope: RequestEnvelope,
        from origin: RequestOrigin
    ) async -> Reply {
        do {
            try await countRequest(from: origin)
            let request = envelope.request
            // Senders of these requests have no session yet, or none any more.
            switch request {
            case .signIn, .renew, .wiped: return try await answer(request, from: origin)
            default: break
            }
            let caller = try await admit(envelope.token, to: request.route, origin)
            return try await answer(request, of: caller)
        } catch {
            return .problem(await problem(for: error))
        }
    }

    private func answer(_ request: Request, from origin: RequestOrigin) async throws -> Reply {
        switch request {
        case .signIn(let request): return try await signIns.signIn(request, origin)
        case .renew(let request): return try await renewals.renew(request, origin)
        case .wiped(let receipt): return try await sessions.recordWipe(receipt)
        default: invariantBroken("all other requests belong to a session")
        }
    }

    private func answer(_ request: Request, of caller: Caller) async throws -> Reply {
        switch request {
        case .signIn, .renew, .wiped: invariantBroken("they were answered before")
        case .signOut: return try await sessions.signOut(caller)
        case .sessions: return try await sessions.list(caller)
        case .endSession(let id): return try await sessions.end(id, caller)
        case .feed(let request): return try await feeds.feed(request, caller)
        case .submitIntent(let request): return try await intents.submit(request, caller)
        case .submitIntents(let request): return try await intents.submit(request, caller)
        case .intentStatus(let key): return try await intents.status(of: key, caller)
        case .cancelIntent(let key): return try await intents.cancel(key, caller)
        case .beginSync(let request): return try await syncs.begin(request, caller)
        case .snapshot(let request): return try await syncs.snapshot(request, caller)
        case .reconcile(let request): return try await syncs.reconcile(request, caller)
        case .entries(let request): return try await syncs.entries(request, caller)
        case .records(let request): return try await syncs.records(request, caller)
        case .submitEvidence(let request): return try await syncs.submitEvidence(request, caller)
        }
    }

    /// Opens a stream of the changes after a cursor; each event is produced on demand.
    ///
    /// A slow reader costs the bank one batch and loses nothing, because changes stay in the books.
    /// The session and the user's rights are checked again for every event. The events end when the
    /// stream has to be opened again.
    package nonisolated func stream(
        token: [UInt8]?,
        after cursor: Cursor?,
        from origin: RequestOrigin
    ) async -> Result<AsyncStream<StreamEvent>, StreamRefused> {
        do {
            try await countRequest(from: origin)
            let caller = try await admit(token, to: .stream, origin)
            let ticket = try await enterWaits(caller)
            let stream = BankStream(bank: self, caller: caller, ticket: ticket, cursor: cursor)
            try await stream.begin()
            return .success(AsyncStream { await stream.next() })
        } catch {
            return .failure(StreamRefused(problem: await problem(for: error)))
        }
    }

    private func enterWaits(_ caller: Caller) throws -> WaitTicket {
        try feeds.enterWaits(caller)
    }

    /// Reads the changes for a stream, and waits for news if there are none.
    func news(_ request: NewsRequest) async throws -> News { try await feeds.news(request) }

    /// Returns the problem to answer for an error; the error's text goes to the log only.
    nonisolated func problem(for error: any Error) async -> Problem {
        guard case .problem(let problem)? = (error as? RequestRefused)?.answer else {
            return await resolve(error)
        }
        if problem.code == .notAllowed { context.metrics.count(.notAllowed) }
        return problem
    }

    private func resolve(_ error: any Error) async -> Problem {
        do {
            switch (error as? RequestRefused)?.answer {
            case .wipe(let userID, let sessionID):
                return try await sessions.orderWipe(userID, sessionID)
            case .overdue(let time):
                try await sessions.checkEnds(at: time)
                return Problem(code: .sessionEnded)
            case .problem(let problem): return problem
            case nil: return resources.failures.report(error)
            }
        } catch {
            return resources.failures.report(error)
        }
    }
}
