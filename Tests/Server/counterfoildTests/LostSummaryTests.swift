import BankTestKit
import CoreVocabulary
import Testing

@testable import BankDaemon
@testable import counterfoild

/// Goal: the last line of `lost` is true whatever is in the list.
///
/// Method: lists with each kind of line alone.
@Suite("The summary of what is lost")
struct LostSummaryTests {
    private static func summary(_ acts: [LostActs.Item]) -> String {
        LostCommand.summary(LostTransfers.Count(), acts, mayLackSome: false, .reached)
    }

    private static func item(decidedSince: Instant? = nil) -> LostActs.Item {
        LostActs.Item(
            sentence: "asha may sign in again.",
            command: ShellCommand("user disable").argument("asha"),
            decidedSince: decidedSince
        )
    }

    // Symptom: "These books lack nothing that the others hold." stood below a list of decisions that
    // the others hold.
    @Test("newer decisions alone are no loss, and what differs is counted")
    func newer() {
        #expect(Self.summary([]) == "These books lack nothing that the others hold.\n")
        #expect(
            Self.summary([Self.item(decidedSince: TestBank.start)])
                == "Nothing is lost. Decided otherwise since: 1 decision.\n"
        )
        #expect(Self.summary([Self.item()]) == "Lost: 0 transfers, 1 decision.\n")
    }
}
