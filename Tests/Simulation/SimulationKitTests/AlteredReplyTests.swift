import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

@testable import SimulationKit

// Goal: the oracle tells right from wrong answers to a transfer that was altered under its key.
// Method: answers handed to the oracle of a world in which nothing happens.
@Suite("answers to altered transfers")
struct AlteredReplyTests {
    private static let key = IntentKey(rawValue: 7)

    // Symptom: seeds failed with S3 in which a transfer was taken back before it came. Cause: such
    // a key answers with its first decision, whatever comes under it, and the oracle took that for
    // an altered transfer that the bank had taken.
    @Test("a key that was taken back before it came may answer whatever comes under it")
    func tombstoneIsNoAlteredTransfer() {
        let cancelled = Self.decision(.refused(code: RefusalCode.cancelled.rawValue))
        #expect(Self.violation(after: .exists(cancelled)) == nil)
    }

    @Test("a transfer that is refused for what differs is right")
    func differenceIsRefused() {
        #expect(Self.violation(after: .existsWithDifferent(field: "amount")) == nil)
    }

    @Test("any other decision that answers an altered transfer breaks S3")
    func acceptedAlterationIsFound() {
        let posted = Self.decision(.posted(JournalID(rawValue: 8)))
        let refused = Self.decision(.refused(code: RefusalCode.payeeUnknown.rawValue))
        let cancelled = Self.decision(.refused(code: RefusalCode.cancelled.rawValue))
        let wrong: [IntentReply] = [
            .exists(posted), .exists(refused), .created(posted), .created(cancelled),
        ]
        for reply in wrong {
            #expect(Self.violation(after: reply) == .mismatchSafe, "\(reply)")
        }
    }

    private static func decision(_ outcome: IntentDecision.Outcome) -> IntentDecision {
        IntentDecision(key: key, outcome: outcome, decidedAt: .epoch)
    }

    private static func violation(after reply: IntentReply) -> Property? {
        let world = World(seed: 1, bug: nil, isTraceKept: false)
        defer { world.dissolve() }
        let altered = Forgery.Submission(key: key, place: 0, bytes: [])
        world.oracle.sawReplyToAltered(Reply.intent(reply).encoded, altered)
        return world.oracle.violation?.property
    }
}
