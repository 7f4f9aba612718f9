import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerService
import SyncCore
import Testing
import WireProtocol

/// Goal: an authenticator whose clock runs a little ahead of the bank's is as good as any other.
///
/// Symptom: ten seconds ahead, a third of the codes were refused. Cause: of the steps around now the
/// bank took its own and the one before alone.
/// Method: codes of the step that comes next, at sign-in and for a transfer.
struct CodeAheadTests {
    /// The digits that Asha's authenticator shows when it runs so much ahead.
    private func code(_ bank: TestBank, secondsAhead: Int64) throws -> OneTimeCode {
        bank.clock.advance(seconds: secondsAhead)
        defer { bank.clock.advance(seconds: -secondsAhead) }
        return try bank.code(of: "asha")
    }

    @Test("a code of the next step signs in, and once alone")
    func signIn() async throws {
        let bank = try await TestBank.open()
        let ahead = try code(bank, secondsAhead: 30)
        let reply = try await bank.askToSignIn("asha", code: ahead.revealedDigits)
        guard case .signedIn = reply else {
            Issue.record("not signed in")
            return
        }
        for seconds in [Int64(0), 30, 30] {
            bank.clock.advance(seconds: seconds)
            let again = try await bank.askToSignIn("asha", code: ahead.revealedDigits)
            #expect(again == .problem(Problem(code: .signInRefused)))
        }
        let tooFar = try code(bank, secondsAhead: 60)
        let refused = try await bank.askToSignIn("asha", code: tooFar.revealedDigits)
        #expect(refused == .problem(Problem(code: .signInRefused)))
    }

    @Test(
        "a transfer that a code of the next step authorised counts from today, before midnight too"
    )
    func transfer() async throws {
        let bank = try await TestBank.open()
        let tomorrow = try #require(ZoneOffset.india.date(of: bank.clock.now()).adding(days: 1))
        let untilMidnight = ZoneOffset.india.startOfDay(tomorrow).seconds(since: bank.clock.now())
        bank.clock.advance(seconds: untilMidnight - 60)
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 20)
        // The step of the code begins at midnight; its transfer is of the day that is shown.
        let reviewed = try asha.reviewed(TestSession.Order())
        let request = try asha.request(reviewed, code: code(bank, secondsAhead: 30))
        guard case .created(let decision) = try await asha.submit(request),
            case .posted = decision.outcome
        else {
            Issue.record("not posted")
            return
        }
    }
}
