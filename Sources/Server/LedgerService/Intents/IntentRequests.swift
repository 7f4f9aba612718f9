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
        return .intent(
            try await process(caller, .submitIntent) { intents, who in
                try intents[0].submit(asked, of: who)
            }
        )
    }

    /// Decides transfers in one commit, in the order of the request and each by itself.
    ///
    /// The caller is admitted once for all of them. A refusal of one transfer says nothing about the
    /// others. A failure of the bank fails the request, and none of its transfers is decided.
    func submit(_ request: SubmitIntentsRequest, _ caller: Caller) async throws -> Reply {
        let asked = request.intents.map(AskedTransfer.init)
        return .intents(
            try await process(caller, .submitIntents, count: asked.count) { intents, who in
                try zip(intents, asked).map { intents, asked in
                    guard let asked else { return .problem(Problem(code: .malformed)) }
                    return try intents.answer(to: asked, of: who)
                }
            }
        )
    }

    /// Cancels an intent key, unless it was decided before.
    func cancel(_ key: IntentKey, _ caller: Caller) async throws -> Reply {
        .intent(
            try await process(caller, .cancelIntent) { intents, who in
                let intents = intents[0]
                // A key that was never decided takes as much storage as a transfer, so it counts
                // like one.
                if try intents.transaction.intent(key) == nil {
                    let budget = LimitKey(.transfersOfUser, of: who.user.id.rawValue)
                    let limits = intents.context.configuration.limits
                    try intents.transaction.count(budget, limits, at: intents.now)
                }
                return try intents.cancel(key, of: who)
            }
        )
    }

    /// Admits the caller and runs the body in a commit, with a processor for each of its intents.
    private func process<Value: Sendable>(
        _ caller: Caller,
        _ route: Route,
        count: Int = 1,
        _ body: @escaping @Sendable ([IntentProcessor], Admission) throws -> Value
    ) async throws -> Value {
        let reading = ClockReading(context.clock)
        let names = (0..<count).map { _ in
            (
                journal: JournalID.version7(at: reading.now, random: context.random.bits()),
                transfer: TransferID.version7(at: reading.now, random: context.random.bits())
            )
        }
        return try await commits.run(requestCount: count) {
            [context, clockGuard = commits.clockGuard] transaction in
            let who = try transaction.admit(caller, to: route, at: reading.now)
            let intents = names.map { name in
                IntentProcessor(
                    context: context,
                    clockGuard: clockGuard,
                    reading: reading,
                    journalID: name.journal,
                    transferID: name.transfer,
                    transaction: transaction
                )
            }
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

extension IntentProcessor {
    /// Counts a transfer against the limits and decides it.
    fileprivate func submit(_ asked: AskedTransfer, of who: Admission) throws -> IntentReply {
        try transaction.countTransfer(
            of: who,
            from: asked.reviewed.debitAccountID,
            context.configuration.limits,
            at: now
        )
        return try decide(asked, of: who.user)
    }

    /// Decides a transfer of a batch; one that is refused leaves nothing behind.
    fileprivate func answer(to asked: AskedTransfer, of who: Admission) throws -> IntentAnswer {
        do {
            return .intent(try transaction.savepoint { try submit(asked, of: who) })
        } catch let refused as RequestRefused {
            guard case .problem(let problem) = refused.answer else { throw refused }
            return .problem(problem)
        }
    }
}
