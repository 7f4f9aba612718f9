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
    /// What stands behind the figures, or else in the title bar: how much they may be believed.
    let freshness: String
}

extension VirtualTerminal {
    /// How the words begin that say how old a figure is; entries of the activity have none.
    private static let agesWords: Set<Substring> = ["live", "as", "UNVERIFIED"]

    /// The lines of the overview that can be accounts: those above the recent activity.
    var accountLines: [String] {
        Array(lines.dropFirst().prefix { !$0.contains("Recent activity") })
    }

    /// How fresh the title bar says that everything is; empty when it says nothing of it.
    private var statedFreshness: String {
        let bar = lines.first ?? ""
        guard let age = bar.firstRange(of: "as of ") else {
            return bar.contains("live") ? "live" : ""
        }
        let words = bar[age.lowerBound...]
        return String(words[..<(words.firstRange(of: "  ")?.lowerBound ?? words.endIndex)])
    }

    /// The accounts as the overview shows them.
    var shownAccounts: [ShownAccount] {
        let number = #/-?[0-9][0-9,]*\.[0-9]{2}/#
        return accountLines.compactMap { line -> ShownAccount? in
            let figures = line.matches(of: number)
            let words = line.split(separator: " ").filter { $0 != "▸" && $0 != "▹" }
            // The sentence on an overdraft names an account and a figure, too.
            guard let last = figures.last, words.count > 2,
                !words.starts(with: ["Overdraft", "of"])
            else { return nil }
            let rest = line[last.range.upperBound...].split(separator: " ")
            guard let currency = rest.first,
                rest.count == 1 || Self.agesWords.contains(rest[1])
            else { return nil }
            return ShownAccount(
                product: String(words[0]),
                booked: figures.count > 1 ? ConsoleSession.plain(figures[0].output) : nil,
                available: ConsoleSession.plain(last.output),
                currency: String(currency),
                freshness: rest.count == 1
                    ? statedFreshness : rest.dropFirst().joined(separator: " ")
            )
        }
    }
}

extension ConsoleSession {
    /// The accounts as the overview shows them.
    var shownAccounts: [ShownAccount] { screen.shownAccounts }

    /// Booked balances by product, from the overview.
    func bookedBalances() throws -> [String: String] {
        let accounts = shownAccounts
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
        try press("\u{1B}[Z", untilSelected: "the name") { screen.contains("▸ Name") }
        press("\u{15}")
        try trySignIn(user, password: password, code: code)
        try wait(until: "the bank to be asked") { !$0.contains("▸") }
    }

    /// A number as shown, without its grouping.
    static func plain(_ number: some StringProtocol) -> String {
        String(number.filter { $0 != "," })
    }
}
