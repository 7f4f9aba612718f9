import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: transfers that come in one request are decided as if each had come by itself, in their order.
///
/// Method: requests as a console makes them, typed one after the other and sent together.
struct IntentBatchTests {
    /// A bank with these limits, and somebody who typed a transfer of each amount.
    private func queue(
        _ amounts: [Int64],
        limits: RateLimits? = nil
    ) async throws -> (bank: TestBank, asha: TestSession, requests: [SubmitIntentRequest]) {
        var configuration = BankConfiguration.forTests
        if let limits { configuration.limits = limits }
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        let requests = try amounts.map { amount in
            bank.clock.advance(seconds: 30)
            var order = TestSession.Order()
            order.minorUnits = amount
            order.key = IntentKey(rawValue: bank.bits())
            return try asha.request(asha.reviewed(order))
        }
        return (bank, asha, requests)
    }

    private func submit(
        _ requests: [SubmitIntentRequest],
        _ session: TestSession
    ) async throws -> [IntentAnswer] {
        let request = Request.submitIntents(SubmitIntentsRequest(intents: requests))
        guard case .intents(let answers) = try await session.ask(request) else {
            throw TestBankError.unexpectedReply
        }
        return answers
    }

    @Test("each is decided once and in order; the same request again has the same decisions")
    func order() async throws {
        let (bank, asha, requests) = try await queue([100, 200, 300])
        let cursor = try await asha.feed().cursor
        let answers = try await submit(requests, asha)
        var decisions: [IntentDecision] = []
        for answer in answers {
            guard case .intent(.created(let decision)) = answer else {
                Issue.record("not created: \(answer)")
                return
            }
            decisions.append(decision)
        }
        #expect(decisions.map(\.key) == requests.map(\.key))
        let entries = try await asha.feed(after: cursor).changes.entries
        #expect(entries.map(\.amount.minorUnits) == [-100, -200, -300])
        #expect(try await submit(requests, asha) == decisions.map { .intent(.exists($0)) })
        #expect(try await bank.balance("savings") == 10_000_000 - 600)
        #expect(try await bank.store.check() == nil)
    }

    // The second is refused by the ledger, the third is malformed, and the code of the fourth is spent.
    @Test("what becomes of one says nothing about the others")
    func ownAnswers() async throws {
        let (bank, asha, requests) = try await queue([100, 99_000_000, 300, 400, 500])
        let malformed = SubmitIntentRequest(
            key: requests[2].key,
            reviewed: [1],
            sessionID: requests[2].sessionID,
            claimedAt: requests[2].claimedAt,
            proof: requests[2].proof
        )
        var order = TestSession.Order()
        order.key = IntentKey(rawValue: bank.bits())
        let spent = try asha.request(asha.reviewed(order))
        let answers = try await submit(
            [requests[0], requests[1], malformed, requests[4], spent],
            asha
        )
        #expect(answers.count == 5)
        #expect(answers[0].isPosted && !answers[1].isPosted && answers[3].isPosted)
        guard case .intent(.created) = answers[1] else {
            Issue.record("not decided: \(answers[1])")
            return
        }
        #expect(answers[2] == .problem(Problem(code: .malformed)))
        #expect(answers[4] == .intent(.notAuthorised(.codeUsed)))
        #expect(try await bank.balance("savings") == 10_000_000 - 600)
        #expect(try await bank.store.check() == nil)
    }

    @Test("transfers beyond a limit have to wait, those before it are decided")
    func limit() async throws {
        let limits = RateLimits([.transfersOfUser: RateLimit(burst: 2, perMinute: 1)])
        let (bank, asha, requests) = try await queue([100, 200, 300, 400], limits: limits)
        let answers = try await submit(requests, asha)
        #expect(answers.map(\.isPosted) == [true, true, false, false])
        for answer in answers.suffix(2) {
            guard case .problem(let problem) = answer else {
                Issue.record("not refused: \(answer)")
                return
            }
            #expect(problem.code == .slowDown)
        }
        #expect(try await bank.balance("savings") == 10_000_000 - 300)
    }

    @Test("a request in a session that has ended is refused as a whole, and decides nothing")
    func ended() async throws {
        let (bank, asha, requests) = try await queue([100, 200])
        _ = try await bank.bank.revokeSessions(of: bank.user("asha"))
        let reply = try await asha.ask(.submitIntents(SubmitIntentsRequest(intents: requests)))
        #expect(reply == .problem(Problem(code: .sessionEnded)))
        #expect(try await bank.balance("savings") == 10_000_000)
    }
}

extension IntentAnswer {
    fileprivate var isPosted: Bool {
        guard case .intent(.created(let decision)) = self, case .posted = decision.outcome else {
            return false
        }
        return true
    }
}
