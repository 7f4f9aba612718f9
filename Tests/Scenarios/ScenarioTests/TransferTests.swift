import PseudoTerminal
import Testing

/// Goal: a transfer shows wherever it has to, and other programs reckon as the console does.
///
/// Method: transfers made in the console, then its accounts and statements, the exports, hledger.
@Suite("Scenario: a transfer")
struct TransferTests {
    @Test("shows in both accounts, in the statement and in both exports, with hledger's balances")
    func everywhere() async throws {
        let state = try DemoState()
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        let session = try ConsoleSession(state, width: 80, height: 24)
        try await session.signIn(asha, authenticator)
        try await session.transfer(
            to: "7127",
            amount: "1,234.56",
            reference: "mine",
            authenticator
        )
        try await session.transfer(
            to: "joshi",
            amount: "89.10",
            reference: "shop",
            authenticator
        )

        try session.expectEntry("mine", amount: "-1,234.56 DR", inAccount: 0)
        try session.expectEntry("shop", amount: "-89.10 DR", inAccount: 0)
        try session.expectEntry("mine", amount: "+1,234.56 CR", inAccount: 1)
        try session.expectInStatement("mine", amount: "-1,234.56 DR")
        try session.expectInStatement("shop", amount: "-89.10 DR")
        let shown = try session.accountPages()
        try session.leave()

        let books = try Books(state)
        try books.expectSound()
        let balances = try books.balances()
        #expect(shown.count == 4)  // the fourth has the one entry that the state was made with
        for (number, booked) in shown {
            #expect(balances[number] == booked, "account \(number)")
        }
        #expect(
            books.postings(of: "mine") == [
                ["deposits:50100201647127 INR 1234.56", "deposits:50100478287548 INR -1234.56"]
            ]
        )
        #expect(
            books.postings(of: "shop") == [
                ["deposits:50100214070495 INR 89.10", "deposits:50100478287548 INR -89.10"]
            ]
        )
        try expectInTable(state)
    }

    /// The rows of the CSV export.
    private func expectInTable(_ state: DemoState) throws {
        let run = try CommandRun.counterfoil(
            ["export", "--state", state.path, "--format", "csv", "--account", "50100478287548"])
        #expect(run.status == 0 && run.errors.isEmpty)
        // As the console prints numbers and days.
        let printed = try CommandRun.counterfoil([
            "export", "--state", state.path, "--format", "csv", "--account", "5010 0478 2875 48",
            "--to", "31 Dec 2099",
        ])
        #expect(printed.output == run.output)
        let rows = run.output.split(separator: "\r\n").map { $0.split(separator: ",") }
        let header = try #require(rows.first)
        let columns = try ["currency", "amount", "debit_account", "credit_account"].map { name in
            try #require(header.firstIndex { $0 == name })
        }
        let found = rows.filter { $0.last == "mine" || $0.last == "shop" }
        #expect(
            found.map { row in columns.map { String(row[$0]) } } == [
                ["INR", "1234.56", "50100478287548", "50100201647127"],
                ["INR", "89.10", "50100478287548", "50100214070495"],
            ]
        )
    }

    @Test("of more than there is does not get as far as a code")
    func tooMuch() async throws {
        let state = try DemoState()
        let rohan = try DemoUser.named("rohan")
        let session = try ConsoleSession(state)
        try await session.signIn(rohan, Authenticator(rohan))
        session.press("t")
        try session.wait(for: "▸ To")
        session.press("joshi", ConsoleSession.Key.enter)
        try session.wait(for: "▸ Amount ›")
        session.press("99,99,999.00", ConsoleSession.Key.enter, ConsoleSession.Key.enter)
        try session.wait(for: "The account does not have that much available")
        #expect(session.screen.contains("▸ Amount ›"))
    }

    @Test("moves nothing by Enter alone, however often it is pressed")
    func enterAlone() async throws {
        let state = try DemoState()
        let rohan = try DemoUser.named("rohan")
        let session = try ConsoleSession(state)
        try await session.signIn(rohan, Authenticator(rohan))
        let before = try session.bookedBalances()
        session.press("t")
        try session.wait(for: "▸ To")
        session.press("joshi", ConsoleSession.Key.enter)
        try session.wait(for: "▸ Amount ›")
        session.press("1.00", String(repeating: ConsoleSession.Key.enter, count: 30))
        session.terminal.settle()
        #expect(!session.screen.contains("▸ Authorise"))
        #expect(!session.screen.contains("▸ Done"))
        session.press("\u{1B}OQ")
        try session.waitForBar("Accounts")
        #expect(try session.bookedBalances() == before)
    }
}

extension ConsoleSession {
    /// Opens an account of the overview, looks for an entry, and goes back.
    fileprivate func expectEntry(
        _ reference: String,
        amount: String,
        inAccount row: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try openAccount(row)
        #expect(
            screen.lines.contains { $0.contains(reference) && $0.contains(amount) },
            "\(screen.text)",
            sourceLocation: sourceLocation
        )
        press(Key.escape)
        try waitForBar("Accounts")
    }

    /// Opens the newest statement of the selected account, looks for an entry, and goes back.
    fileprivate func expectInStatement(
        _ reference: String,
        amount: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        press("gg", "gs")
        try waitForBar("Statements")
        try wait(for: "Month")
        press(Key.enter)
        try waitForBar("Statement of")
        try wait(for: "Balance after")
        press("G")
        try wait(until: "\(reference) in the statement") { screen in
            screen.lines.contains { $0.contains(reference) && $0.contains(amount) }
        }
        press(Key.escape)
        try waitForBar("Statements")
        press(Key.escape)
        try waitForBar("Accounts")
    }

    /// The number and the booked balance of every account, from the accounts' own screens, which
    /// must say what the overview says.
    fileprivate func accountPages() throws -> [String: String] {
        var pages: [String: String] = [:]
        for (row, account) in shownAccounts.enumerated() {
            try openAccount(row)
            let number = bar.split(separator: " ").filter { $0.allSatisfy(\.isNumber) }.joined()
            let line = try #require(screen.lines.first { $0.hasPrefix(" Balance ") })
            let words = line.split(separator: " ")
            try #require(words.count == 3, "\(line)")
            #expect(Self.plain(words[1]) == account.booked)
            #expect(bar.contains("live"))
            pages[number] = "\(words[2]) \(Self.plain(words[1]))"
            press(Key.escape)
            try waitForBar("Accounts")
        }
        return pages
    }

    private func openAccount(_ row: Int) throws {
        press("gg", String(repeating: Key.down, count: row), Key.enter)
        try wait(for: "Balance after")
        try wait(until: "rows") { $0.contains("newest first") && !$0.contains("∙∙∙") }
    }
}
