import Testing

/// Goal: an export says what the screens say, and no spreadsheet runs what somebody else wrote.
///
/// Method: the demo's books, and those of a fixture with a hostile reference, exported as files.
@Suite("Scenario: exports")
struct ExportTests {
    private func export(_ state: DemoState, _ arguments: [String]) throws -> String {
        let run = try CommandRun.counterfoil(["export", "--state", state.path] + arguments)
        try #require(run.status == 0, "export: \(run.errors)")
        return run.output
    }

    @Test(
        "whom an account's screen names as the other side stands in both formats",
        arguments: ["csv", "hledger"]
    )
    func counterparties(format: String) throws {
        // Symptom: the CSV had neither whom money went to nor whom it came from, the journal only
        // one of them. Cause: a transfer with two sides was printed from one.
        let state = try DemoState()
        let text = try export(state, ["--format", format])
        for name in ["Chitale Bandhu", "Tata Elxsi Limited", "LIC Housing Finance"] {
            #expect(text.contains(name), "\(name)")
        }
        if format == "hledger" {
            try Books(state).expectSound()
            #expect(text.contains("Tata Elxsi Limited | SALARY\n"))
            #expect(text.contains("    ; credit-counterparty:Tata Elxsi Limited\n"))
        }
    }

    /// The folder of a fixture that is the usual one but for some words.
    private func fixture(_ words: String, _ others: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["bank", "people", "accounts", "payees", "activity"] {
            let path = "\(BuiltProgram.projectPath)/fixtures/sahyadri/\(name).toml"
            let text = try CommandRun("/bin/cat", [path]).output
            try folder.write(text.replacing(words, with: others), to: "\(name).toml")
        }
        return folder
    }

    /// A demo in which some payments have another reference, as it stands in TOML.
    private func state(_ reference: String) throws -> DemoState {
        try state(with: "\"\(reference)\"", for: "\"SALARY\"")
    }

    /// A demo whose fixture is the usual one but for some words.
    private func state(with others: String, for words: String) throws -> DemoState {
        let folder = try fixture(words, others)
        let made = "\(folder.path)/state"
        try DemoState.make(made, fixture: folder.path)
        return try withExtendedLifetime(folder) { try DemoState(copying: made) }
    }

    // Symptom: a combining mark after a comma, a quotation mark, an equals sign or a semicolon switched off
    // what guards it. Cause: to Swift such a sign is another character, and to a spreadsheet it is not.
    @Test("a mark after a sign that has a meaning takes it from nothing that guards it")
    func marks() throws {
        let state = try state("=\u{301}1,\u{301}=2q\\\"\u{301};\u{301}t:v|\u{301}w")
        let table = try export(state, ["--format", "csv"])
        let cell = "\"'=\u{301}1,\u{301}'=2q\"\"\u{301};\u{301}t:v|\u{301}w\"\r\n"
        #expect(table.utf8.contains(cell.utf8))
        let journal = try export(state, ["--format", "hledger"])
        let line = " | =\u{301}1,\u{301}=2q\"\u{301} \u{301}t:v \u{301}w\n"
        #expect(journal.utf8.contains(line.utf8))
    }

    // Symptom: the export of a bank elsewhere had the times and days of India.
    @Test("days are counted where the fixture's bank counts them")
    func zone() throws {
        let folder = try fixture("utc-offset-minutes = 330", "utc-offset-minutes = -600")
        let made = "\(folder.path)/state"
        try DemoState.make(made, fixture: folder.path)
        let state = try DemoState(copying: made)
        func firstTime(_ state: DemoState, _ fixture: [String]) throws -> Substring? {
            let table = try export(state, ["--format", "csv"] + fixture)
            return table.split(separator: "\r\n").dropFirst().first?.prefix { $0 != "," }
        }
        // A fixture says at which hour of the bank's day its payments are made.
        let usual = try #require(try firstTime(try DemoState(), []))
        #expect(try firstTime(state, ["--fixture", folder.path]) == usual)
        #expect(try firstTime(state, []) != usual)
    }

    // Symptom: "Savings ..7548", as the list of accounts has it, was refused: "The bank has no account".
    @Test(
        "an account is taken by the short form that the console shows",
        arguments: ["..7548", "Savings ..7548", "savings  ..7548 "]
    )
    func shortForm(name: String) throws {
        let state = try DemoState()
        let exact = try export(state, ["--format", "csv", "--account", "50100478287548"])
        #expect(exact.contains("Chitale Bandhu"))
        #expect(try export(state, ["--format", "csv", "--account", name]) == exact)
    }

    @Test(
        "a short form that no account has is refused",
        arguments: ["..0000", "Current ..7548", "..548", "..", "7548"]
    )
    func strangeShortForm(name: String) throws {
        let state = try DemoState()
        let run = try CommandRun.counterfoil([
            "export", "--state", state.path, "--format", "hledger", "--account", name,
        ])
        #expect(run.status == 66 && run.output.isEmpty)
        #expect(run.errors.contains("The bank has no account \(name)."), "\(run.errors)")
    }

    @Test("of a short form that several accounts have, all are named and none is taken")
    func sharedShortForm() throws {
        // A number of Rohan's ends like one of Asha's.
        let state = try state(with: "50100767027548", for: "50100767020734")
        let run = try CommandRun.counterfoil([
            "export", "--state", state.path, "--format", "hledger", "--account", "..7548",
        ])
        #expect(run.status == 65 && run.output.isEmpty)
        let named = ["Savings 50100478287548", "Savings 50100767027548"]
        for account in named { #expect(run.errors.contains(account), "\(run.errors)") }
        _ = try export(state, ["--format", "hledger", "--account", "50100767027548"])
    }

    @Test("no cell begins a formula, however a spreadsheet splits the line")
    func formulas() throws {
        let state = try state("x; =1+1|\u{FF0B}2, -3")
        let text = try export(state, ["--format", "csv"])
        #expect(text.contains("\"x; '=1+1|'\u{FF0B}2, '-3\""))
        #expect(!text.contains("; ="))
        #expect(!text.hasPrefix("\u{FEFF}"))
        let excel = try export(state, ["--format", "csv", "--excel"])
        #expect(excel.unicodeScalars.first == "\u{FEFF}")
        #expect(excel.unicodeScalars.dropFirst().elementsEqual(text.unicodeScalars))
    }
}
