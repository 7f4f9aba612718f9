import CoreVocabulary
import IdentityCore
import LedgerCore
import MoneyCore
import SyncCore
import WireProtocol

extension Bank {
    /// Decides a transfer, at most once for each intent key.
    func submit(_ request: SubmitIntentRequest, _ caller: Caller) async throws -> Reply {
        guard let asked = AskedTransfer(request) else {
            return .problem(Problem(code: .malformed))
        }
        let reading = ClockReading(clock)
        let now = reading.now
        let intents = processor(at: reading)
        return try await commit { [configuration] transaction in
            let who = try transaction.admit(caller, to: .submitIntent, at: now)
            try transaction.countTransfer(
                of: who,
                from: asked.reviewed.debitAccountID,
                configuration.limits,
                at: now
            )
            return .intent(try intents.decide(asked, of: who.user, in: transaction))
        }
    }

    /// Cancels an intent key, unless it was decided before.
    func cancelIntent(_ key: IntentKey, _ caller: Caller) async throws -> Reply {
        let reading = ClockReading(clock)
        let now = reading.now
        let intents = processor(at: reading)
        return try await commit { [configuration] transaction in
            let who = try transaction.admit(caller, to: .cancelIntent, at: now)
            // A key that was never decided takes as much storage as a transfer, so it counts like
            // one.
            if try transaction.intent(key) == nil {
                let budget = LimitKey(.transfersOfUser, of: who.user.id.rawValue)
                try transaction.count(budget, configuration.limits, at: now)
            }
            return .intent(try intents.cancel(key, of: who, in: transaction))
        }
    }

    private func processor(at reading: ClockReading) -> IntentProcessor {
        IntentProcessor(
            masterKey: masterKey,
            configuration: configuration,
            clockGuard: clockGuard,
            clock: clock,
            reading: reading,
            journalID: JournalID.version7(at: reading.now, random: random.bits()),
            transferID: TransferID.version7(at: reading.now, random: random.bits())
        )
    }

    /// Returns the decision on an intent key.
    func intentStatus(_ key: IntentKey, _ caller: Caller) async throws -> Reply {
        let now = clock.now()
        return try await read(for: caller) { reader in
            let who = try reader.admit(caller, to: .intentStatus, at: now)
            // A key of another user is answered like one that was never used.
            guard let intent = try reader.intent(key), intent.userID == who.user.id else {
                return .intent(.unknown)
            }
            return .intent(.exists(intent.decision))
        }
    }
}
