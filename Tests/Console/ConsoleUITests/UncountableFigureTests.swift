// Goal: no figure stands for one that 64 bits do not hold.
// Method: an account record with the largest overdraft there is; what stands under Available.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Figures that cannot be counted")
struct UncountableFigureTests {
    private func balance(_ booked: Int64, _ held: Int64, _ minimum: Int64) -> AgedBalance {
        AgedBalance(
            bookedMinorUnits: booked,
            heldMinorUnits: held,
            minimumBalanceMinorUnits: minimum,
            currency: .indianRupee,
            freshness: .unverified
        )
    }

    @Test("what is available adds up, or is known not to")
    func sum() {
        #expect(balance(1_000, 200, -700).addsUp)
        #expect(balance(1_000, 200, 700).addsUp)
        #expect(balance(0, 0, -.max).addsUp)
        #expect(!balance(1, 0, -.max).addsUp)
        #expect(!balance(-2, 0, .max).addsUp)
    }

    // Symptom: under an overdraft from a lying bank, Available was another figure than balance and
    // overdraft together. Cause: the sum was cut to what 64 bits hold, and shown as any other.
    @Test(
        "what is available and cannot be counted is unknown",
        arguments: [[], ["Enter"], ["t"]] as [[String]]
    )
    func unknown(_ keys: [String]) throws {
        var bank = ScriptedBank()
        bank.grantOverdraft(minorUnits: .max)
        var stage = try Stage.signedIn(size: Size(width: 140, height: 40), bank: bank)
        for key in keys { try stage.press(key) }
        #expect(stage.text.contains("unknown"), "\(stage.text)")
    }

    @Test("a review names no rest of what cannot be counted")
    func review() throws {
        var stage = try Stage.signedIn(size: Size(width: 100, height: 40))
        stage.bank.grantOverdraft(minorUnits: .max)
        stage.tell(.recordsChanged)
        try stage.reachReview()
        stage.tell(.recordsChanged)
        #expect(stage.text.contains("Nothing has been sent."))
        #expect(stage.text.contains("unknown"))
        #expect(!stage.text.contains("After it"))
    }
}
