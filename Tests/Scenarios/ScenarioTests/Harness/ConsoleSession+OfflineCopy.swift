import PseudoTerminal
import Testing

/// What a console holds, opened without the bank.
extension ConsoleSession {
    /// Tries to sign in while the bank does not run, and turns to the offline copy.
    func turnToOfflineCopy(_ user: DemoUser) throws {
        // The code goes nowhere: no bank sees it.
        try trySignIn(user.user, password: user.password, code: "000000")
        try wait(for: "Nobody listens at the bank's address.")
        try wait(for: "Read the copy")
        press(Key.tab, Key.enter)
        try wait(for: "Read the offline copy")
        try wait(for: "▸ Password")
    }

    /// Opens the offline copy while the bank does not run.
    func openOfflineCopy(_ user: DemoUser) throws {
        try turnToOfflineCopy(user)
        press(user.password, Key.enter)
        try waitForBar("Accounts", "offline")
        try wait(for: "This is the offline copy")
    }

    /// Signs in from the offline copy, with the bank back.
    func signInFromCopy(_ user: DemoUser, _ authenticator: Authenticator) async throws {
        self.authenticator = authenticator
        press("gi")
        try wait(for: "▸ Password")
        press(user.password, Key.tab, try await authenticator.code(), Key.enter)
        try waitForBar("Accounts", "live")
        try wait(for: "Savings")
    }
}
