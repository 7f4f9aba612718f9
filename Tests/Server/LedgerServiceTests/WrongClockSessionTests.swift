import BankTestKit
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing
import WireProtocol

/// Goal: a clock by which the bank books nothing signs nobody out.
///
/// Symptom: a clock that ran an hour ahead for some seconds signed everybody out, with "The bank ended
/// your session." though each session was open still. Cause: a refresh token was refused for its time
/// alone, by a clock that the bank knew to be wrong.
/// Method: a bank whose clock is set while it runs, and sessions that are over by that clock.
struct WrongClockSessionTests {
    private static let day: Int64 = 86_400
    private static let ended = Reply.problem(Problem(code: .sessionEnded))
    private static let busy = Reply.problem(Problem(code: .busy))
    private let status = Request.intentStatus(IntentKey(rawValue: 1))
    private let unknown = Reply.intent(.unknown)

    @Test(
        "under a clock that was set too far a session is put off, and goes on under the right one",
        arguments: [3_700, 2 * day]
    )
    func goesOn(secondsAhead: Int64) async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.set(by: secondsAhead)
        let expired = Reply.problem(Problem(code: .tokenExpired))
        #expect(try await bank.send(status, token: asha.tokens.access) == expired)
        for _ in 0..<2 { #expect(try await asha.renew() == Self.busy) }
        bank.clock.set(by: -secondsAhead)
        #expect(try await asha.ask(status) == unknown)
        guard case .renewed = try await asha.renew() else {
            Issue.record("the session did not go on")
            return
        }
    }

    // Symptom: everybody renewed under the false clock, and was signed out when it was set right.
    @Test(
        "a session that is renewed under a clock that was set back goes on under the right one",
        arguments: [1_200, 4_000, 7_200]
    )
    func goesOnAfterSetBack(secondsBehind: Int64) async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        for seconds in [-secondsBehind, secondsBehind] {
            bank.clock.set(by: seconds)
            guard case .renewed = try await asha.renew() else {
                Issue.record("the session did not go on")
                return
            }
            #expect(try await asha.ask(status) == unknown)
        }
    }

    @Test("a session whose time is over by a clock that can be right has ended")
    func ends() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        bank.clock.advance(seconds: 3_500)
        guard case .renewed = try await rohan.renew() else {
            Issue.record("a session that was used has ended")
            return
        }
        // As far as a time server may set it.
        bank.clock.set(by: 200)
        #expect(try await asha.renew() == Self.ended)
    }

    @Test("a session that somebody ended has ended, whatever the clock says")
    func endedByHand() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        #expect(try await bank.bank.revokeSession(asha.reply.sessionID))
        for seconds in [2 * Self.day, -2 * Self.day] {
            bank.clock.set(by: seconds)
            #expect(try await asha.renew() == Self.ended)
        }
    }

    @Test(
        "a stream under a clock that was set too far ends in order, and does not end the session",
        .timeLimit(.minutes(1))
    )
    func stream() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        var events = try await asha.stream(after: cursor)
        guard case .checkpoint = await events.next() else {
            Issue.record("the stream does not begin with a checkpoint")
            return
        }
        bank.clock.set(by: 2 * Self.day)
        #expect(await events.next() == .control(.resume))
        #expect(await events.next() == nil)
    }
}
