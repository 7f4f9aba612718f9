import PseudoTerminal
import Testing

/// Goal: password and authenticator sign a user in; nobody else learns which one was wrong.
///
/// Method: the console on a pseudo-terminal, codes by `oathtool`, a bank of its own for each test.
@Suite("Scenario: signing in")
struct SignInTests {
    static let refusal = "The name, the password or the code is not right."

    @Test("a code of oathtool signs every user in that the demo lists")
    func everyUser() async throws {
        let state = try DemoState()
        let users = try DemoUser.all()
        #expect(users.count == 7)
        #expect(
            Set(users.map(\.role)) == ["customer", "teller", "supervisor", "support", "auditor"]
        )
        for user in users {
            let session = try ConsoleSession(state)
            try await session.signIn(user, Authenticator(user))
            try session.leave()
        }
    }

    @Test("a wrong name, password or code gets the same words")
    func sameWords() async throws {
        let state = try DemoState()
        let session = try ConsoleSession(state)
        let rohan = try DemoUser.named("rohan")
        let authenticator = Authenticator(rohan)
        let tries = [
            (rohan.user, "seven forts by sunrise", try await authenticator.code()),
            (rohan.user, rohan.password, try authenticator.wrongCode()),
            ("nobody", rohan.password, try await authenticator.code()),
        ]
        var screens: [String] = []
        for (user, password, code) in tries {
            try session.retypeSignIn(user, password: password, code: code)
            try session.wait(for: Self.refusal)
            session.terminal.settle()
            // The field and the mark in the list of people show the name that was typed.
            let lines = session.screen.lines.filter { !$0.contains("Name") }
            screens.append(lines.joined(separator: "\n").replacing("▹", with: " "))
            session.press(ConsoleSession.Key.escape)
            try session.wait(for: "Leave?")
            session.press(ConsoleSession.Key.escape)
            try session.wait(until: "the question to go") { !$0.contains("Leave?") }
        }
        #expect(Set(screens).count == 1, "the screens differ: \(screens)")
    }

    @Test("a code signs in once")
    func usedCode() async throws {
        let state = try DemoState()
        let meera = try DemoUser.named("meera")
        let authenticator = Authenticator(meera)
        let first = try ConsoleSession(state)
        try await first.signIn(meera, authenticator)
        try first.leave()

        let second = try ConsoleSession(state)
        try second.trySignIn(
            meera.user,
            password: meera.password,
            code: try authenticator.lastCode()
        )
        try second.wait(for: Self.refusal)
    }

    @Test("after five failures the sixth try has to wait, although all is right")
    func delay() async throws {
        let state = try DemoState()
        let session = try ConsoleSession(state)
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        for _ in 1...5 {
            try session.retypeSignIn(
                asha.user,
                password: "wrong",
                code: try authenticator.wrongCode()
            )
            try session.wait(for: Self.refusal)
        }
        try session.retypeSignIn(
            asha.user,
            password: asha.password,
            code: try await authenticator.code()
        )
        try session.wait(for: "There were too many tries to sign in.")
        #expect(session.bar.contains("Sign in"))

        // Not this console waits but the name: another one is told the same.
        session.press(ConsoleSession.Key.leave)
        try session.wait(for: "Leave?")
        session.press(ConsoleSession.Key.tab, ConsoleSession.Key.enter)
        #expect(try session.terminal.waitForEnd() == .exited(0))
        let other = try ConsoleSession(state)
        try other.trySignIn(
            asha.user,
            password: asha.password,
            code: try authenticator.lastCode()
        )
        try other.wait(for: "There were too many tries to sign in.")
    }

    @Test("the code that signed in does not authorise a transfer")
    func codeOfSignIn() async throws {
        let state = try DemoState()
        let session = try ConsoleSession(state)
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        try await session.signIn(asha, authenticator)
        let before = try session.bookedBalances()
        try session.reviewTransfer(to: "7127", amount: "5", reference: "same code")
        try session.enterCode(try authenticator.lastCode())
        try session.wait(for: "This code was used before. No money has moved.")

        try session.enterCode(try await authenticator.code())
        try session.wait(for: "The bank posted it: the money has moved.")
        session.press(ConsoleSession.Key.enter)
        try session.waitForBar("Accounts")
        #expect(try session.bookedBalances() != before)
    }
}
