import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import Testing
import WireProtocol

/// Goal: more than the bank does or keeps in one piece is done in several, or takes the place of the
/// oldest.
///
/// Method: limits so small that a few rows are too many.
struct CountLimitTests {
    @Test("holds that are due expire in as many commits as it takes, and are counted together")
    func expiry() async throws {
        var configuration = BankConfiguration.forTests
        configuration.counts.expiredHolds = 2
        let bank = try await TestBank.open(configuration: configuration)
        let end = bank.clock.now().adding(seconds: 1)
        let holds = try (0..<5).map { _ in
            try bank.posting("savings", "cash", 100, kind: .pend(expiresAt: end))
        }
        _ = try await bank.bank.post(holds)
        bank.clock.advance(seconds: 1)
        #expect(try await bank.bank.expirePending() == 5)
        #expect(try await bank.auditRows(.pendingsExpired).map(\.count) == [2, 2, 1])
        #expect(try await bank.bank.expirePending() == 0)
    }

    @Test("a session beyond the limit ends the one that was idle the longest")
    func sessions() async throws {
        var configuration = BankConfiguration.forTests
        configuration.counts.sessionsOfUser = 2
        let bank = try await TestBank.open(configuration: configuration)
        let first = try await bank.signIn("asha")
        let second = try await bank.signIn("asha")
        bank.clock.advance(seconds: 1)
        try await first.renew()
        _ = try await bank.signIn("asha")
        let displaced = try await bank.auditRows(.sessionDisplaced).map(\.objectBits)
        #expect(displaced == [second.reply.sessionID.rawValue])
    }

    @Test("beyond the limit the oldest failures at sign-in are forgotten first")
    func failures() async throws {
        var configuration = BankConfiguration.forTests
        configuration.counts.rememberedSignIns = 2
        let bank = try await TestBank.open(configuration: configuration)
        func fail(from address: String) async throws -> Problem.Code? {
            bank.clock.advance(seconds: 1)
            let reply = try await bank.askToSignIn(
                "asha",
                password: "not the password",
                code: "123456",
                address: address
            )
            guard case .problem(let problem) = reply else { return nil }
            return problem.code
        }
        for _ in 0..<SignInGuard.failureLimit {
            #expect(try await fail(from: "192.0.2.1") == .signInRefused)
        }
        #expect(try await fail(from: "192.0.2.2") == .signInRefused)
        #expect(try await fail(from: "192.0.2.3") == .signInRefused)
        // Three are remembered while the third is: the oldest goes with the next one that begins.
        #expect(try await fail(from: "192.0.2.1") == .tooManyTries)
        #expect(try await fail(from: "192.0.2.4") == .signInRefused)
        #expect(try await fail(from: "192.0.2.1") == .signInRefused)
    }
}
