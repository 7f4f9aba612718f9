// Goal: a demonstration fills in a code for as long as it works, and no other is waited for meanwhile.
// Method: one authenticator's steps at chosen seconds; what is filled in, sent, and filled in again.
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import Testing

@Suite("Codes of a demonstration")
struct DemoCodeTests {
    private static let totp = TOTP.standard
    /// The first second of a step.
    private static let start = Instant(secondsSinceEpoch: 1_800_000_000)
    private static let current = totp.step(at: start)

    private func fillIn(_ steps: inout DemoCodeSteps, second: Int64) -> TimeStep? {
        steps.fillIn(Self.totp, at: Self.start.adding(seconds: second))
    }

    // Symptom: "the one that shows now was used. The next one shows in 22 seconds" while the code stood
    // in the field and Enter would have sent it. Cause: a code counted as used once it was handed out.
    @Test("a code that was filled in and not sent is filled in again")
    func again() {
        var steps = DemoCodeSteps()
        for second in [0, 1, 9] as [Int64] {
            let step = fillIn(&steps, second: second)
            #expect(step == Self.current.previous, "\(second)")
        }
        // One that was replaced has little left to live.
        for second in [11, 12, 29] as [Int64] {
            let step = fillIn(&steps, second: second)
            #expect(step == Self.current, "\(second)")
        }
    }

    @Test("a code that was sent is filled in no more; when none is left, none is")
    func sent() {
        var steps = DemoCodeSteps()
        for expected in [Self.current.previous, Self.current, Self.current.next] {
            let step = fillIn(&steps, second: 5)
            #expect(step == expected)
            steps.noteSent()
        }
        let none = fillIn(&steps, second: 6)
        #expect(none == nil)
        let later = fillIn(&steps, second: 30)
        #expect(later == Self.current.next.next)
    }

    @Test("the code of the next step that stands in the field is not said to be sent")
    func next() {
        var steps = DemoCodeSteps()
        for _ in 0..<2 {
            _ = fillIn(&steps, second: 5)
            steps.noteSent()
        }
        for second in [5, 25] as [Int64] {
            let step = fillIn(&steps, second: second)
            #expect(step == Self.current.next, "\(second)")
        }
        steps.noteSent()
        let none = fillIn(&steps, second: 26)
        #expect(none == nil)
    }

    @Test("a code that somebody typed by hand takes none away")
    func byHand() {
        var steps = DemoCodeSteps()
        steps.noteSent()
        let step = fillIn(&steps, second: 15)
        #expect(step == Self.current)
    }
}
