// Goal: a code counts once, within two steps, whatever it is spent on.
// Method: each step around now, unspent and spent; two steps that happen to share a code.

import CoreVocabulary
import Testing

@testable import IdentityCore

@Suite("TOTPGuard")
struct TOTPGuardTests {
    private let secret = Array("12345678901234567890".utf8)
    private let now = Instant(secondsSinceEpoch: 1_700_000_010)
    private let codes = TOTPGuard(totp: .standard)
    private var current: TimeStep { codes.totp.step(at: now) }

    private func judge(_ step: TimeStep, _ used: UsedSteps) -> TOTPGuard.Verdict {
        let code = codes.totp.code(for: step, secret: secret.span)
        return codes.judge(code, at: now, secret: secret.span, usedSteps: used)
    }

    @Test("the present step, the one before and the next count once each")
    func once() {
        var used = UsedSteps()
        for step in [current.previous, current, current.next] {
            #expect(judge(step, used) == .accepted(step))
            used.insert(step)
            #expect(judge(step, used) == .used)
        }
    }

    @Test("spending a newer step does not spend the one before")
    func order() {
        let used = UsedSteps([current])
        #expect(judge(current.previous, used) == .accepted(current.previous))
    }

    @Test("the step after the next and the one before last are wrong, spent or not")
    func outside() {
        for step in [current.next.next, current.previous.previous] {
            #expect(judge(step, UsedSteps()) == .wrong)
            #expect(judge(step, UsedSteps([step])) == .wrong)
        }
    }

    @Test("when two steps share a code, the one that is not spent is taken")
    func collision() {
        let both = [(step: current, isRight: true), (step: current.previous, isRight: true)]
        #expect(TOTPGuard.verdict(of: both, usedSteps: UsedSteps()) == .accepted(current))
        #expect(
            TOTPGuard.verdict(of: both, usedSteps: UsedSteps([current]))
                == .accepted(current.previous)
        )
        #expect(
            TOTPGuard.verdict(of: both, usedSteps: UsedSteps([current, current.previous])) == .used
        )
    }

    @Test("used steps are kept in order, once each")
    func memory() {
        var used = UsedSteps([5, 1, 3, 1, 9].map { TimeStep(number: $0) })
        #expect(used.steps.map(\.number) == [1, 3, 5, 9])
        let again = used.insert(TimeStep(number: 3))
        let new = used.insert(TimeStep(number: 4))
        #expect(!again)
        #expect(new)
        #expect(used.contains(TimeStep(number: 4)))
        #expect(!used.contains(TimeStep(number: 2)))
    }
}
