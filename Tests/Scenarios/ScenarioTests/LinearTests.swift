import PseudoTerminal
import Testing

/// Goal: all that a customer does can be done in plain lines, as a screen reader reads them.
///
/// Method: the same session typed at a simple terminal, and sent at once through pipes.
@Suite("Scenario: plain lines")
struct LinearTests {
    private static var balance: Regex<Substring> {
        #/1: Savings [0-9 .]+(?:; [0-9,.]+){3,4} INR/#
    }

    @Test("sign-in, overview, transfer and statement on a dumb terminal, without one escape")
    func terminal() async throws {
        let state = try DemoState()
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        let terminal = try Self.start(state)
        let talk = Talk(terminal)
        try talk.answer("Name: ", asha.user)
        try talk.answer("Password: ", asha.password)
        try talk.answer("Code: ", try await authenticator.code())
        try terminal.wait(for: "the accounts") { talk.text($0).contains(Self.balance) }
        // A secret is not echoed.
        #expect(!talk.text(terminal).contains(asha.password))

        try talk.answer("> ", "transfer")
        try talk.hear("Who is paid?")
        try talk.answer("Words or number: ", "joshi")
        try talk.answer("Words or number: ", "1")
        try talk.answer("Amount (INR): ", "250.75")
        try talk.answer("Reference: ", "read aloud")
        try talk.hear("After it: ")
        try talk.answer("Number: ", "Go on to the code")
        try talk.answer("Code: ", try await authenticator.code())
        try talk.hear("The bank posted it: the money has moved.")
        try talk.answer("Number: ", "close")

        try talk.hear("Accounts")
        try talk.answer("> ", "statements")
        try talk.hear("Statements")
        try talk.answer("> ", "open")
        try talk.hear("Statement of")
        try talk.hear("Closing so far: ")
        // On the first of a month it is the only row, which was read when the statement opened.
        try talk.answer("> ", "last")
        try talk.answer("> ", "names")
        try talk.hear("; Reference read aloud; Amount minus 250.75 DR")
        try talk.answer("> ", "leave")
        try talk.answer("Number: ", "leave")
        #expect(try terminal.waitForEnd() == .exited(0))
        #expect(!terminal.output.contains(0x1B))
        #expect(try terminal.modes() == terminal.originalModes)
        #expect(try Books(state).postings(of: "read aloud").count == 1)
    }

    @Test(
        "a script sends all lines at once through a pipe, and each is understood where it belongs"
    )
    func pipe() async throws {
        let state = try DemoState()
        let rohan = try DemoUser.named("rohan")
        let authenticator = Authenticator(rohan)
        let codes = try await authenticator.twoCodes()
        let lines = [
            rohan.user, rohan.password, codes.first,
            "transfer", "joshi", "1", "99.50", "by script", "go on to the code",
            codes.second, "close",
            "statements", "open", "leave", "leave",
        ]
        let run = try CommandRun.counterfoil(
            ["demo", "--linear", "--state", state.path],
            input: lines.joined(separator: "\n") + "\n"
        )
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.isEmpty)
        #expect(!run.output.utf8.contains(0x1B))
        #expect(run.output.contains(Self.balance), "\(run.output)")
        #expect(run.output.contains("The bank posted it: the money has moved."), "\(run.output)")
        #expect(run.output.contains("Statement of"))
        #expect(run.output.hasSuffix("\nNobody is signed in here any more.\n"))
        #expect(try Books(state).postings(of: "by script").count == 1)
    }

    @Test("the end of the input ends the program in order")
    func endOfInput() throws {
        let state = try DemoState()
        let run = try CommandRun.counterfoil(["demo", "--linear", "--state", state.path])
        #expect(run.status == 0)
        #expect(run.output.contains("Sign in to"))
        #expect(run.output.hasSuffix("\nNobody is signed in here any more.\n"))
    }

    @Test(
        "Ctrl-C and the end of the input end it at each prompt of the sign-in, in order",
        arguments: [("\u{03}", 130), ("\u{04}", 0)],
        ["Name: ", "Password: ", "Code: "]
    )
    func endsAtSignIn(_ end: (key: String, status: Int), _ prompt: String) throws {
        let state = try DemoState()
        let asha = try DemoUser.named("asha")
        let terminal = try Self.start(state)
        let talk = Talk(terminal)
        for (asked, answer) in [("Name: ", asha.user), ("Password: ", asha.password)] {
            if asked == prompt { break }
            try talk.answer(asked, answer)
        }
        try talk.meet(prompt)
        // Half a line would only be handed over by the key that ends the input.
        if end.status != 0 { terminal.send("half a line") }
        terminal.send(end.key)
        try expectEnd(of: terminal, status: end.status)
        #expect(!talk.text(terminal).contains("half a line") || prompt == "Name: ")
    }

    // Symptom: a password that was typed again while the first was still checked stood on the screen.
    // Cause: the terminal echoed from the moment a secret was handed in.
    @Test("what is typed while the answer to a secret is awaited is not echoed")
    func awaitedAnswer() throws {
        let folder = try TemporaryFolder()
        let bank = try DeafBank(path: "\(folder.path)/bank.sock")
        let terminal = try BuiltProgram.start(
            "counterfoil",
            [
                "--linear", "--server", "unix://\(folder.path)/bank.sock", "--state",
                "\(folder.path)/state",
            ],
            term: "dumb",
            width: 200,
            height: 60
        )
        let talk = Talk(terminal)
        try talk.answer("Name: ", "asha")
        try talk.answer("Password: ", "s3same")
        try talk.answer("Code: ", "123456")
        try talk.hear("Asking the bank.")
        #expect(!terminal.isInOriginalModes)
        terminal.send("s4same\u{03}")
        try expectEnd(of: terminal, status: 130)
        #expect(!talk.text(terminal).contains("s4same"))
        withExtendedLifetime(bank) {}
    }

    @Test("Ctrl-C at the code of a transfer sends nothing of it")
    func endsAtTransfer() async throws {
        let state = try DemoState()
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        let terminal = try Self.start(state)
        let talk = Talk(terminal)
        try talk.answer("Name: ", asha.user)
        try talk.answer("Password: ", asha.password)
        try talk.answer("Code: ", try await authenticator.code())
        try talk.answer("> ", "transfer")
        try talk.answer("Words or number: ", "joshi")
        try talk.answer("Words or number: ", "1")
        try talk.answer("Amount (INR): ", "250.75")
        try talk.answer("Reference: ", "given up")
        try talk.answer("Number: ", "2")
        try talk.meet("Code: ")
        terminal.send("12345\u{03}")
        try expectEnd(of: terminal, status: 130)
        #expect(!talk.text(terminal).contains("12345"))
        #expect(try Books(state).postings(of: "given up").isEmpty)
    }

    private static func start(_ state: DemoState) throws -> PseudoTerminal {
        try BuiltProgram.start(
            "counterfoil",
            ["demo", "--state", state.path],
            term: "dumb",
            width: 200,
            height: 60
        )
    }

    private func expectEnd(of terminal: PseudoTerminal, status: Int) throws {
        #expect(try terminal.waitForEnd() == .exited(status))
        let text = String(decoding: terminal.output, as: UTF8.self)
        #expect(text.hasSuffix("\r\nNobody is signed in here any more.\r\n"))
        #expect(try terminal.modes() == terminal.originalModes)
    }

    /// A conversation in lines: what was heard is not heard again.
    private final class Talk {
        private let terminal: PseudoTerminal
        private var heardCount = 0

        init(_ terminal: PseudoTerminal) {
            self.terminal = terminal
        }

        func text(_ terminal: PseudoTerminal) -> String {
            String(decoding: terminal.output, as: UTF8.self)
        }

        /// Waits for words after those that were heard last.
        func hear(_ words: String) throws {
            let sought = Array(words.utf8)
            try terminal.wait(for: "“\(words)” to be read out") { terminal in
                terminal.output[heardCount...].firstRange(of: sought) != nil
            }
            let range = terminal.output[heardCount...].firstRange(of: sought)
            heardCount = range?.upperBound ?? heardCount
        }

        /// Waits until nothing stands behind a prompt, and answers it.
        func answer(_ prompt: String, _ line: String) throws {
            try meet(prompt)
            terminal.send("\(line)\n")
        }

        /// Waits until nothing stands behind a prompt.
        func meet(_ prompt: String) throws {
            let sought = Array("\n\(prompt)".utf8)
            try terminal.wait(for: "the prompt “\(prompt)”") { terminal in
                terminal.output.count > heardCount
                    && terminal.output.suffix(sought.count) == sought[...]
            }
            heardCount = terminal.output.count
        }
    }
}
