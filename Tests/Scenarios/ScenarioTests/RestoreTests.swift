import FoundationEssentials
import PseudoTerminal
import Testing

/// Goal: when the bank's books are older than what a console has seen, the console says so before
/// it calls any balance live.
///
/// Method: `counterfoild backup` and `restore`, and once the bare files put back behind the bank's
/// back; consoles stay open, and every picture that they paint from then on is looked at.
@Suite("Scenario: older books")
struct RestoreTests {
    @Test("restored books are told of first; what they lack is set aside, and the queue is sent")
    func restored() async throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        let asha = try await bank.signedIn("asha")
        let rohan = try await bank.signedIn("rohan")
        let before = try #require(asha.availableHundredths("7548"))
        try bank.command("backup", "--to", "\(folder.path)/books")
        try rohan.selectAccount("0734")
        try await rohan.transfer(
            to: "7548",
            amount: "50",
            reference: "not in the backup",
            #require(rohan.authenticator)
        )
        try asha.waitForAvailable(["7548": before + 5_000])

        try bank.stop()
        for console in [asha, rohan] { try console.waitForBar("Accounts", "offline, as of") }
        try asha.selectAccount("7548")
        try await asha.queue(1_234, to: "8032", reference: "through it all")
        try bank.command("restore", "--from", "\(folder.path)/books")
        let paintedBefore = [asha, rohan].map(\.terminal.output.count)
        try bank.start()
        for (console, count) in zip([asha, rohan], paintedBefore) {
            try console.waitForBar("Accounts", "live")
            try console.waitForAllLive()
            try console.expectTold("The bank's books were restored from a copy.", since: count)
        }
        try asha.waitForAvailable(["7548": before - 1_234])
        // What waited was posted in the place of the entry that Asha's account had there.
        try asha.expectSetAside(as: "replaced")
        try rohan.expectSetAside(as: "lost at bank")
        // He has seen that it was posted, and reads now that it is not.
        rohan.press("go")
        try rohan.waitForBar("Outbox and inbox")
        try rohan.wait(for: "Inbox: decided")
        try rohan.wait(for: "lost at bank")
        #expect(try bank.command("check").contains("Everything holds."))
    }

    @Test("books put back by hand are told of, and no balance is called live again")
    func putBack() async throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        let asha = try await bank.signedIn("asha")
        try bank.stop()
        try FileManager.default.copyItem(atPath: bank.path, toPath: "\(folder.path)/bank")
        try bank.start()
        try asha.waitForBar("Accounts", "live")
        try asha.selectAccount("7548")
        try await asha.transfer(
            to: "8032",
            amount: "50",
            reference: "not in the old books",
            #require(asha.authenticator)
        )
        try bank.stop()
        try asha.waitForBar("Accounts", "offline, as of")
        try FileManager.default.removeItem(atPath: bank.path)
        try FileManager.default.copyItem(atPath: "\(folder.path)/bank", toPath: bank.path)
        let count = asha.terminal.output.count
        try bank.start()
        try asha.wait(for: "The bank's record is older than this console's")
        try asha.waitForBar("Accounts", "unverified")
        try asha.wait(until: "every figure to be unverified") { _ in
            let accounts = asha.shownAccounts
            return !accounts.isEmpty
                && accounts.allSatisfy { $0.freshness.hasPrefix("UNVERIFIED") }
        }
        #expect(asha.firstPicture(since: count) { $0.callsFigureLive } == nil)
    }
}

extension ConsoleSession {
    /// How many bytes at most are painted between two looks.
    private static let stride = 16

    /// After how many bytes the screen first was as described; nil when it never was.
    fileprivate func firstPicture(
        since start: Int,
        where isMeant: (VirtualTerminal) -> Bool
    ) -> Int? {
        let picture = VirtualTerminal(width: 120, height: 40)
        picture.feed(terminal.output[..<start])
        for place in Swift.stride(from: start, to: terminal.output.count, by: Self.stride) {
            let end = min(place + Self.stride, terminal.output.count)
            picture.feed(terminal.output[place..<end])
            if isMeant(picture) { return end }
        }
        return nil
    }

    /// Sees that a text was painted before any figure was called live.
    fileprivate func expectTold(_ text: String, since start: Int) throws {
        let told = try #require(firstPicture(since: start) { $0.contains(text) }, "never told")
        let live = try #require(firstPicture(since: start) { $0.callsFigureLive }, "never live")
        #expect(told < live)
    }

    /// Sees on the sync screen that something was found, what became of it, that it was told the bank,
    /// and that nothing is open.
    fileprivate func expectSetAside(as state: String) throws {
        press("gy")
        try waitForBar("Sync")
        try wait(for: state)
        #expect(!screen.lines.contains { $0.contains("UNVERIFIED") }, "\(screen.text)")
        press(Key.tab, Key.enter)
        try wait(for: "[ Close ]")
        try wait(for: "told the bank")
        press(Key.escape)
        try wait(until: "the dialog to close") { !$0.contains("[ Close ]") }
    }
}

extension VirtualTerminal {
    /// Whether an account's figure is called live.
    fileprivate var callsFigureLive: Bool {
        shownAccounts.contains { $0.freshness == "live" }
    }
}
