import PseudoTerminal
import Testing

/// Goal: without the line everything says as of when; a transfer waits, and is posted once.
///
/// Method: the demo's own commands cut, mend and spoil the line; then screens and books.
@Suite("Scenario: the line is gone")
struct OfflineTests {
    @Test("everything that can be read says as of when, and nothing says live")
    func readable() async throws {
        let session = try await Self.signedIn(try DemoState())
        let before = try session.availableBalances()
        session.press("Dc")
        try session.waitForBar("Accounts", "offline, as of")
        try session.expectAged("the overview")
        try session.expectAvailable(before)

        session.press(ConsoleSession.Key.enter)
        try session.wait(for: "newest first")
        try session.expectAged("the account")
        session.press(ConsoleSession.Key.escape)
        try session.waitForBar("Accounts")
        session.press("gs")
        try session.wait(for: "Month")
        session.press(ConsoleSession.Key.enter)
        try session.wait(for: "oldest first")
        try session.expectAged("the statement")
        session.press("t")
        try session.wait(for: "Which account pays?")
        try session.expectAged("the transfer")
    }

    @Test("a transfer is queued on a line of its own, changes no balance, and is posted once")
    func queued() async throws {
        let state = try DemoState()
        let session = try await Self.signedIn(state)
        let before = try session.availableBalances()
        session.press("Dc")
        try session.waitForBar("Accounts", "offline, as of")
        try await session.queueTransfer("12.34", "when cut")
        try session.expectAvailable(before)
        #expect(session.screen.contains("12.34 INR"))
        #expect(session.screen.contains("not sent, in no balance"))

        session.press("Dm")
        try session.expectPosted("12.34", "when cut", before: before)
        try session.leave()
        #expect(try Books(state).postings(of: "when cut").count == 1)
    }

    @Test("a transfer whose answers were all lost is posted once")
    func lostReplies() async throws {
        let state = try DemoState()
        let session = try await Self.signedIn(state)
        let before = try session.availableBalances()
        session.press("Dr")
        try session.waitForBar("Accounts", "offline, as of")
        try await session.queueTransfer(
            "43.21",
            "when lost",
            outcome: "unknown: it may have been sent"
        )
        try session.expectAvailable(before)
        session.press("go")
        try session.waitForBar("Outbox")
        try session.wait(for: "⚠ unknown")
        session.press("ga")
        try session.waitForBar("Accounts")

        session.press("Dm")
        try session.expectPosted("43.21", "when lost", before: before)
        try session.leave()
        #expect(try Books(state).postings(of: "when lost").count == 1)
    }

    @Test("a transfer that was queued when the program ended is posted once by the next sign-in")
    func restart() async throws {
        let state = try DemoState()
        let asha = try DemoUser.named("asha")
        let first = try await Self.signedIn(state)
        let before = try first.availableBalances()
        first.press("Dc")
        try first.waitForBar("Accounts", "offline, as of")
        try await first.queueTransfer("7.89", "when closed")
        try first.leave()
        #expect(try Books(state).postings(of: "when closed").isEmpty)

        let second = try ConsoleSession(state, width: 80, height: 24)
        let authenticator = try #require(first.authenticator)
        try await second.signIn(asha, authenticator)
        try second.expectPosted("7.89", "when closed", before: before)
        try second.leave()
        #expect(try Books(state).postings(of: "when closed").count == 1)
    }

    private static func signedIn(_ state: DemoState) async throws -> ConsoleSession {
        let session = try ConsoleSession(state, width: 80, height: 24)
        let asha = try DemoUser.named("asha")
        try await session.signIn(asha, Authenticator(asha))
        return session
    }
}

extension ConsoleSession {
    /// Available balances by product, from the overview.
    fileprivate func availableBalances() throws -> [String: String] {
        let accounts = shownAccounts
        try #require(!accounts.isEmpty, "no account is shown:\n\(screen.text)")
        return Dictionary(uniqueKeysWithValues: accounts.map { ($0.product, $0.available) })
    }

    /// The available balances are those of before, as soon as the screen is whole.
    fileprivate func expectAvailable(_ before: [String: String]) throws {
        try wait(until: "the available balances \(before)") { screen in
            let shown = screen.shownAccounts.map { ($0.product, $0.available) }
            return Dictionary(shown, uniquingKeysWith: { $1 }) == before
        }
    }

    /// Every figure is as of some time, and no word says that anything is live.
    fileprivate func expectAged(
        _ place: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(
            !screen.contains("live"),
            "\(place) says live:\n\(screen.text)",
            sourceLocation: sourceLocation
        )
        #expect(
            screen.contains("as of "),
            "\(place):\n\(screen.text)",
            sourceLocation: sourceLocation
        )
        #expect(
            shownAccounts.allSatisfy { $0.freshness.hasPrefix("as of ") },
            "\(place):\n\(screen.text)",
            sourceLocation: sourceLocation
        )
    }

    /// Authorises a transfer between own accounts that cannot be answered, and goes back.
    fileprivate func queueTransfer(
        _ amount: String,
        _ reference: String,
        outcome: String = "queued, not sent yet"
    ) async throws {
        let authenticator = try #require(authenticator)
        try reviewTransfer(to: "7127", amount: amount, reference: reference)
        try enterCode(try await authenticator.code())
        try wait(for: outcome)
        press(Key.enter)
        try waitForBar("Accounts", "1 waiting")
        try wait(for: " from Savings")
    }

    /// Waits until nothing is queued, and holds the balances against those before.
    fileprivate func expectPosted(
        _ amount: String,
        _ reference: String,
        before: [String: String]
    ) throws {
        try wait(until: "the line and an empty queue") { screen in
            screen.lines.first?.contains("live") == true && !screen.contains("waiting")
                && !screen.contains(" from Savings")
        }
        let moved = try #require(MinorUnits(amount))
        let from = try #require(before["Savings"].flatMap(MinorUnits.init))
        let to = try #require(before["Current"].flatMap(MinorUnits.init))
        try wait(until: "the balances to have moved") { _ in
            let now = try? self.availableBalances()
            return now?["Savings"].flatMap(MinorUnits.init)?.count == from.count - moved.count
                && now?["Current"].flatMap(MinorUnits.init)?.count == to.count + moved.count
        }
        press("gg", Key.enter)
        try wait(for: reference)
        #expect(screen.lines.count { $0.contains(reference) } == 1, "\(screen.text)")
        press(Key.escape)
        try waitForBar("Accounts")
    }
}

/// An amount in hundredths, read from what a screen shows.
private struct MinorUnits {
    let count: Int

    init?(_ text: String) {
        guard let count = Int(text.filter { $0 != "." && $0 != "," }) else { return nil }
        self.count = count
    }
}
