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
        let reading = ClockReading(context.clock)
        let now = reading.now
        let intents = processor(at: reading)
        return try await commits.run { [context] transaction in
            let who = try transaction.admit(caller, to: .submitIntent, at: now)
            try transaction.countTransfer(
                of: who,
                from: asked.reviewed.debitAccountID,
                context.configuration.limits,
                at: now
            )
            return .intent(try intents.decide(asked, of: who.user, in: transaction))
        }
    }

    /// Cancels an intent key, unless it was decided before.
    func cancel(_ key: IntentKey, _ caller: Caller) async throws -> Reply {
        let reading = ClockReading(context.clock)
        let now = reading.now
        let intents = processor(at: reading)
        return try await commits.run { [context] transaction in
            let who = try transaction.admit(caller, to: .cancelIntent, at: now)
            // A key that was never decided takes as much storage as a transfer, so it counts like
            // one.
            if try transaction.intent(key) == nil {
                let budget = LimitKey(.transfersOfUser, of: who.user.id.rawValue)
                try transaction.count(budget, context.configuration.limits, at: now)
            }
            return .intent(try intents.cancel(key, of: who, in: transaction))
        }
    }

    private func processor(at reading: ClockReading) -> IntentProcessor {
        IntentProcessor(
            context: context,
            clockGuard: commits.clockGuard,
            reading: reading,
            journalID: JournalID.version7(at: reading.now, random: context.random.bits()),
            transferID: TransferID.version7(at: reading.now, random: context.random.bits())
        )
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
