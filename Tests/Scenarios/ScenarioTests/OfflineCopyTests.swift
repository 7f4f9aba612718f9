import PseudoTerminal
import Testing

/// Goal: without the bank, name and password open what a console holds, to be read and no more.
///
/// Method: sign in, leave, stop `counterfoild`, and start the console again.
@Suite("Scenario: the offline copy")
struct OfflineCopyTests {
    @Test("opens with the password alone, says as of when, and moves no money")
    func opens() async throws {
        let bank = try NetworkBank()
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        let first = try await bank.signedIn("asha", [], authenticator)
        let balance = try #require(first.availableHundredths("7548"))
        try first.leave()
        try bank.stop()

        let second = try bank.open()
        try second.turnToOfflineCopy(asha)
        second.press("not the password", ConsoleSession.Key.enter)
        try second.wait(for: "The name or the password is not right")
        #expect(second.shownAccounts.isEmpty)
        second.press(asha.password, ConsoleSession.Key.enter)
        try second.waitForBar("Accounts", "offline")
        try second.wait(for: "This is the offline copy; it closes at ")
        try second.expectAllAged()
        #expect(second.availableHundredths("7548") == balance)
        second.press("t")
        try second.wait(for: "This is the offline copy, which can only be read.")
        try second.waitForBar("Accounts")

        try bank.start()
        try await second.signInFromCopy(asha, authenticator)
        try second.waitForAllLive()
        #expect(second.availableHundredths("7548") == balance)
        let mentions = second.screen.lines.filter { $0.contains("offline copy") }
        #expect(mentions == [], "\(second.screen.text)")
        try second.leave()
    }

    @Test("is nobody's who has not signed in here before")
    func nobody() async throws {
        let bank = try NetworkBank()
        let asha = try await bank.signedIn("asha")
        try asha.leave()
        try bank.stop()
        let console = try bank.open()
        let rohan = try DemoUser.named("rohan")
        try console.turnToOfflineCopy(rohan)
        console.press(rohan.password, ConsoleSession.Key.enter)
        try console.wait(for: "or this console holds no copy for you.")
    }
}
