import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import MoneyCore
import SyncCore
import WireProtocol

extension Bank {
    /// Decides a transfer, at most once for its key.
    func submit(_ request: SubmitIntentRequest, _ tokenHash: Digest256) async throws -> Reply {
        guard let asked = AskedTransfer(request) else {
            return .problem(Problem(code: .malformed))
        }
        let now = clock.now()
        let desk = IntentDesk(
            masterKey: masterKey,
            configuration: configuration,
            now: now,
            journalID: JournalID.version7(at: now, random: random.bits()),
            transferID: TransferID.version7(at: now, random: random.bits())
        )
        return try await commit { transaction in
            guard let session = try transaction.liveSession(tokenHash, at: now),
                let user = try transaction.user(session.userID)
            else { return .problem(Problem(code: .sessionEnded)) }
            return .intent(try desk.decide(asked, of: user, in: transaction))
        }
    }

    /// Tells what became of a key.
    func intentStatus(_ key: IntentKey, _ tokenHash: Digest256) async throws -> Reply {
        let now = clock.now()
        return try await store.read { reader in
            guard let session = try reader.liveSession(tokenHash, at: now) else {
                return .problem(Problem(code: .sessionEnded))
            }
            // Another user's key is one that this user has never used.
            guard let intent = try reader.intent(key), intent.userID == session.userID else {
                return .intent(.unknown)
            }
            return .intent(.exists(intent.decision))
        }
    }
}
