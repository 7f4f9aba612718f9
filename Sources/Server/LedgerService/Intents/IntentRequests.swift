import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

/// Submits, cancels and looks up intents.
struct IntentRequests: BankService {
    let resources: BankResources

    /// Decides a transfer, at most once for each intent key.
    func submit(_ request: SubmitIntentRequest, _ caller: Caller) async throws -> Reply {
        guard let asked = AskedTransfer(request) else { return .problem(Problem(code: .malformed)) }
        return .intent(try await commits.run(decision(on: asked, caller, .submitIntent)))
    }

    /// Decides transfers in one commit, in the order of the request and each by itself.
    ///
    /// A refusal of one says nothing about the others. A failure of the bank fails the request, though
    /// transfers of it may have been decided: the same request gets their decisions again.
    func submit(_ request: SubmitIntentsRequest, _ caller: Caller) async throws -> Reply {
        let asked = request.intents.map(AskedTransfer.init)
        let bodies = asked.compactMap { asked in
            asked.map { decision(on: $0, caller, .submitIntents) }
        }
        var results = await (bodies.isEmpty ? [] : commits.run(bodies))[...]
        return .intents(
            try asked.map { asked in
                guard asked != nil, let result = results.popFirst() else {
                    return .problem(Problem(code: .malformed))
                }
                do {
                    return .intent(try result.get())
                } catch let refused as RequestRefused {
                    guard case .problem(let problem) = refused.answer else { throw refused }
                    return .problem(problem)
                }
            }
        )
    }

    private func decision(
        on asked: AskedTransfer,
        _ caller: Caller,
        _ route: Route
    ) -> @Sendable (any LedgerTransaction) throws -> IntentReply {
        processing(caller, route) { intents, who in
            try intents.transaction.countTransfer(
                of: who,
                from: asked.reviewed.debitAccountID,
                intents.context.configuration.limits,
                at: intents.now
            )
            return try intents.decide(asked, of: who.user)
        }
    }

    /// Cancels an intent key, unless it was decided before.
    func cancel(_ key: IntentKey, _ caller: Caller) async throws -> Reply {
        let body = processing(caller, .cancelIntent) { intents, who in
            // A key that was never decided takes as much storage as a transfer, so it counts like
            // one.
            if try intents.transaction.intent(key) == nil {
                let budget = LimitKey(.transfersOfUser, of: who.user.id.rawValue)
                let limits = intents.context.configuration.limits
                try intents.transaction.count(budget, limits, at: intents.now)
            }
            return try intents.cancel(key, of: who)
        }
        return .intent(try await commits.run(body))
    }

    /// Returns the work on one intent within a commit: the caller is admitted, and the body runs.
    private func processing(
        _ caller: Caller,
        _ route: Route,
        _ body: @escaping @Sendable (IntentProcessor, Admission) throws -> IntentReply
    ) -> @Sendable (any LedgerTransaction) throws -> IntentReply {
        let reading = ClockReading(context.clock)
        let journalID = JournalID.version7(at: reading.now, random: context.random.bits())
        let transferID = TransferID.version7(at: reading.now, random: context.random.bits())
        return { [context, clockGuard = commits.clockGuard] transaction in
            let who = try transaction.admit(caller, to: route, at: reading.now)
            let intents = IntentProcessor(
                context: context,
                clockGuard: clockGuard,
                reading: reading,
                journalID: journalID,
                transferID: transferID,
                transaction: transaction
            )
            return try body(intents, who)
        }
    }

    /// Returns the decision on an intent key.
    func status(of key: IntentKey, _ caller: Caller) async throws -> Reply {
        let now = context.clock.now()
        return try await reader.read(for: caller) { reader in
            let who = try reader.admit(caller, to: .intentStatus, at: now)
            // A key of another user is answered like one that was never used.
            guard let intent = try reader.intent(key), intent.userID == who.user.id else {
                return .intent(.unknown)
            }
            return .intent(.exists(intent.decision))
        }
    }
}
