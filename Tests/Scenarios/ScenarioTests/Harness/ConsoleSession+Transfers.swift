import PseudoTerminal
import Testing

/// What an account's line on the overview says.
struct ShownAccount: Hashable {
    /// The product, such as `Savings`.
    let product: String
    /// The booked balance without grouping, such as `-1234.50`; nil where there is no room for it.
    let booked: String?
    /// The available balance without grouping.
    let available: String
    /// The currency's code.
    let currency: String
    /// What stands behind the figures: how much they may be believed.
    let freshness: String
}

extension ConsoleSession {
    /// How the words begin that say how old a figure is; entries of the activity have none.
    private static let agesWords: Set<Substring> = ["live", "as", "UNVERIFIED"]

    /// The accounts as the overview shows them.
    func shownAccounts() throws -> [ShownAccount] {
        let number = #/-?[0-9][0-9,]*\.[0-9]{2}/#
        return screen.lines.compactMap { line -> ShownAccount? in
            // On a wide screen the recent activity stands to the right.
            let cells = line.prefix { $0 != "│" && $0 != "|" }
            let figures = cells.matches(of: number)
            let words = cells.split(separator: " ").filter { $0 != "▸" }
            guard let last = figures.last, words.count > 2 else { return nil }
            let rest = cells[last.range.upperBound...].split(separator: " ")
            guard rest.count > 1, Self.agesWords.contains(rest[1]) else { return nil }
            return ShownAccount(
                product: String(words[0]),
                booked: figures.count > 1 ? Self.plain(figures[0].output) : nil,
                available: Self.plain(last.output),
                currency: String(rest[0]),
                freshness: rest.dropFirst().joined(separator: " ")
            )
        }
    }

    /// Booked balances by product, from the overview.
    func bookedBalances() throws -> [String: String] {
        let accounts = try shownAccounts()
        try #require(!accounts.isEmpty, "no account is shown:\n\(screen.text)")
        return try Dictionary(
            uniqueKeysWithValues: accounts.map { ($0.product, try #require($0.booked)) }
        )
    }

    /// Makes a transfer from the account selected on the overview, as far as the code.
    ///
    /// - Parameters:
    ///   - words: Words or digits by which one payee or own account is found.
    ///   - amount: As it is typed.
    ///   - reference: As it is typed.
    /// - Throws: When the console does not get there.
    func reviewTransfer(to words: String, amount: String, reference: String) throws {
        press("t")
        try wait(for: "▸ To")
        press(words)
        try wait(for: "Filter: \(words)")
        press(Key.enter)
        try wait(for: "▸ Amount ›")
        press(amount, Key.enter)
        try wait(for: "▸ Reference")
        press(reference, Key.enter)
        try wait(for: "▸ Review")
        press(Key.tab)
        try wait(for: "▸[ Go on to the code ]")
        press(Key.enter)
        try wait(for: "▸ Authorise")
    }

    /// Types a code at the step that asks for one.
    func enterCode(_ code: String) throws {
        press(code, Key.enter)
    }

    /// Makes a transfer to the end and closes the receipt.
    func transfer(
        to words: String,
        amount: String,
        reference: String,
        _ authenticator: Authenticator
    ) async throws {
        try reviewTransfer(to: words, amount: amount, reference: reference)
        try enterCode(try await authenticator.code())
        try wait(for: "The bank posted it: the money has moved.")
        press(Key.enter)
        try waitForBar("Accounts")
    }

    /// Fills the sign-in form in anew, whatever stands in it, and sends it.
    func retypeSignIn(_ user: String, password: String, code: String) throws {
        // From any field up to the name: there are three.
        try wait(until: "the form to take keys") { $0.contains("▸") }
        while !screen.lines.contains(where: { $0.contains("▸ Name") }) {
            press("\u{1B}[Z")
            terminal.settle()
        }
        press("\u{15}")
        try trySignIn(user, password: password, code: code)
        try wait(until: "the bank to be asked") { !$0.contains("▸") }
    }

    /// A number as shown, without its grouping.
    static func plain(_ number: some StringProtocol) -> String {
        String(number.filter { $0 != "," })
    }
}
