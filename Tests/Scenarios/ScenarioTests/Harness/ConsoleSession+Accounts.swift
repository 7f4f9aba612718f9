import PseudoTerminal
import Testing

/// Accounts by the last digits of their numbers: staff see many of one product.
extension ConsoleSession {
    /// Selects an account on the overview.
    func selectAccount(_ digits: String) throws {
        press("gg")
        try wait(until: "the first account to be selected") { screen in
            screen.accountLines.first { $0.contains("..") }?.contains("▸") == true
        }
        try press(Key.down, untilSelected: "the account \(digits)") { isSelected(digits) }
    }

    /// What an account shows as available, in hundredths; nil where it is not shown.
    func availableHundredths(_ digits: String) -> Int? {
        guard let line = line(of: digits) else { return nil }
        let figures = line.matches(of: #/-?[0-9][0-9,]*\.[0-9]{2}/#)
        // The digits of the account's number are not one: they have no point.
        return figures.last.flatMap { Int($0.output.filter { $0 == "-" || $0.isNumber }) }
    }

    /// Waits until accounts show these amounts as available, in hundredths.
    func waitForAvailable(_ expected: [String: Int]) throws {
        try wait(until: "the balances \(expected)") { _ in
            expected.allSatisfy { availableHundredths($0.key) == $0.value }
        }
    }

    /// Waits until every figure is live: the rows follow the title bar a moment later.
    func waitForAllLive() throws {
        try wait(until: "every figure to be live") { screen in
            let accounts = screen.shownAccounts
            return !accounts.isEmpty && accounts.allSatisfy { $0.freshness == "live" }
        }
    }

    /// Sees that every figure says as of when, and that nothing is called live.
    func expectAllAged(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let accounts = shownAccounts
        #expect(!accounts.isEmpty, "\(screen.text)", sourceLocation: sourceLocation)
        #expect(
            accounts.allSatisfy { $0.freshness.hasPrefix("as of ") } && !screen.contains("live"),
            "\(screen.text)",
            sourceLocation: sourceLocation
        )
    }

    /// Authorises a transfer from the selected account that cannot be sent now, and goes back.
    ///
    /// - Parameters:
    ///   - hundredths: The amount.
    ///   - words: Words or digits by which the payee is found.
    ///   - reference: As it is typed.
    /// - Throws: When the console does not get there.
    func queue(_ hundredths: Int, to words: String, reference: String) async throws {
        try reviewTransfer(
            to: words,
            amount: Self.amount(hundredths),
            reference: reference
        )
        try enterCode(try await #require(authenticator).code())
        try wait(for: "The transfer is queued")
        press(Key.enter)
        try waitForBar("Accounts", "waiting")
    }

    /// An amount as it is typed.
    static func amount(_ hundredths: Int) -> String {
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private func isSelected(_ digits: String) -> Bool {
        line(of: digits)?.contains("▸") == true
    }

    /// The line of an account on the overview.
    private func line(of digits: String) -> String? {
        screen.accountLines.first { line in
            line.contains("..\(digits) ") && !line.contains(" from ")
        }
    }
}
