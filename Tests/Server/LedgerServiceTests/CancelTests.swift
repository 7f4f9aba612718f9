import BankTestKit
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing
import WireProtocol

/// Goal: a key is either posted or taken back, never both, whichever comes first.
///
/// Method: both orders, again and again, and both at once.
struct CancelTests {
    private static let cancelled = IntentDecision.Outcome.refused(
        code: RefusalCode.cancelled.rawValue
    )

    @Test("a key that was taken back posts nothing when its transfer comes late")
    func lateArrival() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let request = try asha.request(asha.reviewed(TestSession.Order()))
        let cursor = try await asha.feed().cursor
        guard case .intent(.created(let decision)) = try await asha.ask(.cancelIntent(request.key))
        else {
            Issue.record("not taken back")
            return
        }
        #expect(decision.outcome == Self.cancelled)
        #expect(try await asha.feed(after: cursor).changes == [.decision(decision)])
        for _ in 0..<2 {
            #expect(try await asha.submit(request) == .exists(decision))
            let again = try await asha.ask(.cancelIntent(request.key))
            #expect(again == .intent(.exists(decision)))
        }
        let status = try await asha.ask(.intentStatus(request.key))
        #expect(status == .intent(.exists(decision)))
        #expect(try await bank.auditRows(.intentCancelled).count == 1)
        #expect(try await bank.balance("savings") == 10_000_000)
        #expect(try await bank.store.check() == nil)
    }

    @Test("what was posted is not taken back")
    func tooLate() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        guard case .created(let decision) = try await asha.submit(TestSession.Order()) else {
            Issue.record("not created")
            return
        }
        let reply = try await asha.ask(.cancelIntent(decision.key))
        #expect(reply == .intent(.exists(decision)))
        #expect(try await bank.balance("savings") == 9_975_000)
    }

    @Test("of posting and taking back at once exactly one is the answer for both")
    func race() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        var postedCount: Int64 = 0
        for _ in 0..<12 {
            bank.clock.advance(seconds: 30)
            let request = try asha.request(asha.reviewed(TestSession.Order()))
            async let submitted = asha.submit(request)
            async let taken = asha.ask(.cancelIntent(request.key))
            let replies = [try await Reply.intent(submitted), try await taken]
            let decisions = replies.compactMap { reply -> IntentDecision? in
                switch reply {
                case .intent(.created(let decision)), .intent(.exists(let decision)): decision
                default: nil
                }
            }
            #expect(decisions.count == 2)
            #expect(Set(decisions).count == 1)
            if decisions.first?.outcome != Self.cancelled { postedCount += 1 }
        }
        #expect(try await bank.balance("savings") == 10_000_000 - postedCount * 25_000)
    }

    @Test("another user's key is neither taken back nor told")
    func foreign() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        guard case .created(let decision) = try await asha.submit(TestSession.Order()) else {
            Issue.record("not created")
            return
        }
        let reply = try await rohan.ask(.cancelIntent(decision.key))
        #expect(reply == .intent(.existsWithDifferent(field: "user")))
    }

    @Test("a key that comes again for something else is audited")
    func mismatch() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        var order = TestSession.Order()
        order.key = IntentKey(rawValue: 5)
        _ = try await asha.submit(order)
        order.minorUnits += 1
        #expect(try await asha.submit(order) == .existsWithDifferent(field: "amount"))
        let rows = try await bank.auditRows(.intentMismatched)
        #expect(rows.map(\.objectBits) == [5])
        #expect(try await bank.balance("savings") == 9_975_000)
    }
}
