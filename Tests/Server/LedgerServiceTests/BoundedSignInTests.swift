import BankTestKit
import CoreVocabulary
import LedgerStoreSQLite
import Testing
import WireProtocol

@testable import LedgerService

/// Goal: a sign-in costs what it makes the bank forget, not what is remembered.
///
/// Method: the steps of SQLite, in a bank that remembers nobody and in banks that remember as many as
/// they may, or have more rows about transfers than that.
struct BoundedSignInTests {
    /// The most names and places that are remembered here.
    private static let limit = 400
    /// Steps that the removal of one row takes, and a few more looks.
    private static let slack: Int64 = 200

    // Symptom: where more names and places were tried in a day than are remembered, or as many users
    // had once given a code, each sign-in took up to 26 ms of the only writer. Cause: it looked at each
    // that stays to find the last one.
    @Test(
        "a sign-in costs the same where as many are remembered as may be, and transfers besides",
        arguments: [400, 350]
    )
    func signInAmongMany(count: Int) async throws {
        let small = try await steps(of: 0, transferCount: 0)
        let large = try await steps(of: count, transferCount: Self.limit + 100)
        #expect(large <= small + Self.slack)
    }

    /// The steps of a sign-in beside others: of the second, since the first one after a start may look
    /// at them all.
    private func steps(of count: Int, transferCount: Int) async throws -> Int64 {
        let meter = StatementMeter()
        var options = LedgerStoreSQLite.Options()
        options.meter = meter
        var configuration = BankConfiguration.forTests
        configuration.counts.rememberedSignIns = Int64(Self.limit)
        let bank = try await TestBank.open(options: options, configuration: configuration)
        let now = bank.clock.now()
        try await bank.store.write { transaction in
            for number in 0..<count {
                let key = AttemptKey.signIns(nameBits: UInt128(number), placeBits: 1)
                let tries = AttemptRecord(countedAt: now.adding(seconds: -Int64(number)))
                try transaction.update(tries, under: key)
            }
            for number in 0..<transferCount {
                let key = AttemptKey.transfers(UserID(rawValue: UInt128(number)))
                try transaction.update(AttemptRecord(), under: key)
            }
        }
        try await signIn(at: bank, from: "192.0.2.1")
        let before = meter.stepCount
        try await signIn(at: bank, from: "192.0.2.2")
        return meter.stepCount - before
    }

    /// Signs in from a place, which is one more to remember.
    private func signIn(at bank: TestBank, from address: String) async throws {
        bank.clock.advance(seconds: 30)
        guard case .signedIn = try await bank.askToSignIn("asha", address: address) else {
            throw TestBankError.notSignedIn
        }
    }
}
