import BankTestKit
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import Testing

/// Goal: a bank whose clock is set beyond all times that there are goes on, and books nothing meanwhile.
///
/// Method: the clock of a running bank, set to what the machine's clock shows of such times.
struct ClockEndTests {
    // Symptom: a clock that was set beyond 2262-04-11 ended the server with an illegal instruction.
    @Test(
        "a clock that is set to an end of its range stops the bookings alone, until it is set right",
        arguments: [Instant.latestOfClock, .epoch]
    )
    func ends(shown: Instant) async throws {
        let bank = try await TestBank.open()
        let seconds = shown.seconds(since: bank.clock.now())
        bank.clock.set(by: seconds)
        let refused = try bank.posting("cash", "savings", 7)
        let error = await #expect(throws: BankError.self) {
            try await bank.bank.post([refused])
        }
        #expect(error?.code == .clockWasSet)
        try await answers(bank)
        bank.clock.set(by: -seconds)
        let posted = try bank.posting("cash", "savings", 8)
        #expect(try await bank.bank.post([posted]) == [nil])
        #expect(try await bank.store.check() == nil)
    }

    /// Asks for what is written whatever the clock shows; no answer to it breaks the bank.
    private func answers(_ bank: TestBank) async throws {
        for _ in 0..<8 {
            _ = try await bank.askToSignIn("rohan", code: "000000", address: "192.0.2.7")
        }
        // What is due is booked when the clock is right again.
        _ = try? await bank.bank.expirePending()
        #expect(try await bank.bank.destroyEndedKeys() == 0)
    }
}
