import PseudoTerminal
import Testing

/// Goal: a user who is shut out loses the record on their console, and the disk reveals nothing,
/// neither then nor before.
///
/// Method: consoles with full records and a queue, `counterfoild user disable`, and a search of all
/// their files, which is tried on the bank's own files first.
@Suite("Scenario: a revoked user")
struct RevokedTests {
    private static let farewell = "this console has destroyed everything it held"
    /// Names of accounts and holders, numbers, payees, counterparties, references, a password.
    private static let words = [
        "Kulkarni", "Deshpande", "Savings", "USD deposit", "50100478287548", "50100767020734",
        "Shivneri", "Joshi", "Meera Iyer", "Tata Elxsi", "SALARY", "towards the trek",
        "monsoon over matheran", "seven forts by sunset",
    ]

    @Test("has their record destroyed while signed in; what lies on the disk is sealed throughout")
    func signedIn() async throws {
        let bank = try NetworkBank()
        let asha = try await bank.signedIn("asha")
        let rohan = try await bank.signedIn("rohan")
        let shown = try asha.shownFigures() + rohan.shownFigures()
        try bank.stop()
        for (console, digits) in [(asha, "7548"), (rohan, "0734")] {
            try console.waitForBar("Accounts", "offline, as of")
            try console.selectAccount(digits)
            try await console.queue(1_234, to: "8032", reference: "towards the trek")
        }
        try rohan.leave()
        // One signed out with a queue, one at work without a line.
        let before = try FolderSearch(bank.consolesPath)
        #expect(before.records.count == 2 && before.leases.count == 2)
        Self.expectNothing(before, shown)
        let books = try FolderSearch(bank.path)
        for word in ["Kulkarni", "Shivneri", "50100478287548", "Tata Elxsi"] {
            #expect(!books.places(of: word).isEmpty, "the search does not find \(word)")
        }

        try bank.start()
        try asha.waitForBar("Accounts", "live", "1 to read")
        try bank.command("user", "disable", "asha")
        try asha.wait(for: Self.farewell)
        try asha.waitForBar("Sign in")
        let after = try FolderSearch(bank.consolesPath)
        #expect(after.records.count == 1 && after.leases.count == 1)
        Self.expectNothing(after, shown)
        #expect(asha.screen.lines.allSatisfy { !$0.contains("7548") })
    }

    @Test("has their record destroyed at the next sign-in, when the console was closed")
    func closed() async throws {
        let bank = try NetworkBank()
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        let first = try await bank.signedIn("asha", [], authenticator)
        let shown = try first.shownFigures()
        try first.leave()
        try bank.command("user", "disable", "asha")

        let second = try bank.open()
        try second.trySignIn(
            asha.user,
            password: asha.password,
            code: try await authenticator.code()
        )
        try second.wait(for: Self.farewell)
        let after = try FolderSearch(bank.consolesPath)
        #expect(after.records.isEmpty && after.leases.isEmpty)
        Self.expectNothing(after, shown)
    }

    private static func expectNothing(
        _ search: FolderSearch,
        _ shown: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for word in words {
            #expect(search.places(of: word) == [], "\(word)", sourceLocation: sourceLocation)
        }
        for figure in shown {
            let hundredths = Int(figure.filter(\.isNumber)) ?? 0
            // Eight bytes of zero say nothing, and are everywhere.
            guard hundredths > 0 else { continue }
            let places = search.places(ofHundredths: hundredths, shown: figure)
            #expect(places == [], "\(figure)", sourceLocation: sourceLocation)
        }
    }
}

extension ConsoleSession {
    /// The figures of the overview as they are shown, grouped.
    fileprivate func shownFigures() throws -> [String] {
        let figures = screen.lines.flatMap { line in
            line.matches(of: #/[0-9][0-9,]*\.[0-9]{2}/#).map { String($0.output) }
        }
        try #require(figures.count > 10, "\(screen.text)")
        return figures
    }
}
