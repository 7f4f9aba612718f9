import Glibc
import PseudoTerminal
import Testing

/// Goal: a console at a bank over TLS works as in the demo, and through the bank's death.
///
/// Method: `counterfoild` as a process with a private authority, consoles on pseudo-terminals, and
/// SIGKILL in the middle.
@Suite("Scenario: a bank over the network")
struct NetworkTests {
    @Test("a transfer made while the bank is dead is posted once when it is back")
    func bankDies() async throws {
        let bank = try NetworkBank()
        let asha = try DemoUser.named("asha")
        let session = try bank.open()
        #expect(session.screen.contains("Sign in to localhost"))
        #expect(!session.screen.contains("DEMO"))
        try await session.signIn(asha, Authenticator(asha))
        try session.select(product: "Savings")
        let before = try session.available(product: "Savings")

        bank.kill()
        try session.waitForBar("Accounts", "offline, as of")
        try session.wait(for: "as of")
        #expect(!session.screen.contains("live"))
        try session.reviewTransfer(to: "7127", amount: "12.34", reference: "through the night")
        try session.enterCode(try await #require(session.authenticator).code())
        try session.wait(for: "The transfer is queued")
        session.press(ConsoleSession.Key.enter)
        try session.waitForBar("Accounts", "1 waiting")
        #expect(try session.available(product: "Savings") == before)

        try bank.start()
        try session.waitForBar("Accounts", "live")
        session.press("go")
        try session.waitForBar("Outbox")
        try session.wait(for: "✓ posted")
        session.press("ga")
        try session.waitForBar("Accounts")
        try session.wait(until: "the balance without the amount") { _ in
            (try? session.available(product: "Savings")) == before - 1_234
        }
        try session.leave()
    }

    @Test("two consoles of one user on one machine keep out of each other's files")
    func twoConsoles() async throws {
        let bank = try NetworkBank()
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        let first = try bank.open()
        try await first.signIn(asha, authenticator)
        let second = try bank.open(width: 80, height: 24)
        try await second.signIn(asha, authenticator)
        #expect(try slots(of: bank) == ["1", "2"])

        // The one that dies leaves its files as they are; the other goes on.
        first.terminal.signal(SIGKILL)
        _ = try first.terminal.waitForEnd()
        try second.select(product: "Savings")
        try await second.transfer(to: "7127", amount: "5", reference: "on its own", authenticator)
        try second.leave()
        #expect(try slots(of: bank) == ["1", "2"])
    }

    @Test("a console that trusts another authority does not go in")
    func wrongAuthority() throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        let made = try CommandRun(
            BuiltProgram.path("counterfoild"),
            ["init", "--data", "\(folder.path)/bank"]
        )
        try #require(made.status == 0, "\(made.errors)")
        let run = try CommandRun.counterfoil(
            ["--linear", "--ca", "\(folder.path)/bank/tls/ca.pem"] + bank.address,
            input: "asha\npassword\n123456\n"
        )
        #expect(run.output.contains("not from the authority that this console trusts"))
    }

    /// The numbered folders of the only user who has any.
    private func slots(of bank: NetworkBank) throws -> [String] {
        let list = try CommandRun("/bin/sh", ["-c", "ls -d \"$0\"/*/*-*/[0-9]", bank.consolesPath])
        return list.output.split(separator: "\n").compactMap { $0.split(separator: "/").last }
            .map(String.init)
    }
}

extension ConsoleSession {
    /// Selects an account on the overview.
    fileprivate func select(product: String) throws {
        try press(Key.down, untilSelected: product) { screen.contains("▸ \(product)") }
    }

    /// What an account shows as available, in hundredths.
    fileprivate func available(product: String) throws -> Int {
        let account = try #require(shownAccounts.first { $0.product == product })
        return try #require(Int(account.available.filter { $0 != "." }))
    }
}
