import PseudoTerminal
import Testing

/// Goal: a branch works through an outage: everything can be read, transfers wait, and when the
/// bank is back each of them is decided once, the refused one with its reason.
///
/// Method: `counterfoild` and four consoles over TLS, the teller's with the certificate of a branch
/// terminal; SIGTERM in the middle. Several users, since a code is good once in 30 seconds.
@Suite("Scenario: a teller's day")
struct DayTests {
    /// The last digits of accounts.
    private enum Account {
        static let khan = "4064"
        static let joshi = "0495"
        static let housing = "8032"
    }

    /// Each pays the housing society from a savings account.
    private static let customers = [("asha", "7548"), ("rohan", "0734"), ("meera", "6648")]
    private static let customerHundredths = 1_234

    @Test("of five transfers made in an outage four are posted once and one is refused")
    func outage() async throws {
        let bank = try NetworkBank()
        let teller = try await bank.signedIn("tara", bank.terminalOptions)
        var customers: [ConsoleSession] = []
        for (name, _) in Self.customers { customers.append(try await bank.signedIn(name)) }
        for console in [teller] + customers { try console.waitForAllLive() }
        let khan = try #require(teller.availableHundredths(Account.khan))
        let joshi = try #require(teller.availableHundredths(Account.joshi))
        let housing = try #require(teller.availableHundredths(Account.housing))
        // Each of two is covered by what is there, and both together are not.
        let large = khan / 5 * 3

        try bank.stop()
        for console in [teller] + customers {
            try console.waitForBar("Accounts", "offline, as of")
            try console.expectAllAged()
        }
        try teller.selectAccount(Account.khan)
        try await teller.queue(large, to: Account.joshi, reference: "first")
        for (console, (_, digits)) in zip(customers, Self.customers) {
            try console.selectAccount(digits)
            try await console.queue(
                Self.customerHundredths,
                to: Account.housing,
                reference: "outage"
            )
        }
        try teller.selectAccount(Account.khan)
        try await teller.queue(large, to: Account.joshi, reference: "second")
        for console in [teller] + customers { try console.expectAllAged() }
        try teller.waitForAvailable([
            Account.khan: khan, Account.joshi: joshi, Account.housing: housing,
        ])

        try bank.start()
        for console in [teller] + customers { try console.waitForBar("Accounts", "live") }
        try teller.waitForAvailable([
            Account.khan: khan - large, Account.joshi: joshi + large,
            Account.housing: housing + customers.count * Self.customerHundredths,
        ])
        for console in [teller] + customers { try console.waitForAllLive() }
        for console in customers {
            try console.openInbox()
            #expect(try console.state(of: "outage").contains("✓ posted"))
        }
        try teller.expectRefusalUntilSeen()
        #expect(try bank.command("check").contains("Everything holds."))
    }
}

extension ConsoleSession {
    /// Why a transfer is refused that the account does not cover.
    private static let refusal = "would fall below its lowest allowed balance"

    fileprivate func openInbox() throws {
        press("go")
        try waitForBar("Outbox")
        try wait(for: "Inbox: decided")
    }

    /// The line of a transfer in the outbox, by its reference.
    fileprivate func state(of reference: String) throws -> String {
        let lines = screen.lines.filter { $0.contains(" \(reference) ") }
        try #require(lines.count == 1, "\(reference) is not there once:\n\(screen.text)")
        return lines[0]
    }

    /// Reads a teller's inbox: what was refused stays there, with its reason, until it is marked.
    fileprivate func expectRefusalUntilSeen() throws {
        try openInbox()
        try waitForBar("2 to read")
        #expect(try state(of: "first").contains("✓ posted"))
        #expect(try state(of: "second").contains("✖ refused"))
        press("G")
        try wait(for: Self.refusal)
        press("ga")
        try waitForBar("Accounts", "2 to read")
        try openInbox()
        press("G")
        try wait(for: Self.refusal)
        press("a")
        try wait(until: "the refused one to be gone") { !$0.contains(" second ") }
        try waitForBar("Outbox", "1 to read")
        #expect(try state(of: "first").contains("✓ posted"))
    }
}
