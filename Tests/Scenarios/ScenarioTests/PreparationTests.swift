import PseudoTerminal
import Testing

/// Goal: a demonstration with a new state shows the progress of its bank.
///
/// Method: the real program on a pseudo-terminal. What it sent is drawn once more, piece by piece: the
/// words may come and go before the test looks at the screen.
@Suite("Scenario: the bank of a demonstration is prepared")
struct PreparationTests {
    private static let width = 80
    private static let height = 24
    private static let escape: UInt8 = 0x1B

    @Test("with a new state the demo says in numbers how far its bank is before it signs in")
    func newState() throws {
        let folder = try TemporaryFolder()
        let terminal = try BuiltProgram.start(
            "counterfoil",
            ["demo", "--state", "\(folder.path)/state", "--as", "asha"],
            width: Self.width,
            height: Self.height
        )
        try terminal.waitForScreen("the accounts, and no more of the preparation") { screen in
            screen.lines.first?.contains("Accounts") == true && !screen.contains("Preparing")
        }
        let isTold = Self.showsPreparation(terminal.output)
        #expect(isTold, "no frame said how many payments of how many were booked")
        withExtendedLifetime(folder) {}
    }

    /// True if the sign-in screen showed how many payments of how many were booked.
    ///
    /// Whatever is drawn stands on the screen when the next sequence begins.
    private static func showsPreparation(_ output: [UInt8]) -> Bool {
        let screen = VirtualTerminal(width: width, height: height)
        let pieces = output.split(separator: escape, omittingEmptySubsequences: false)
        for (index, piece) in pieces.enumerated() {
            if index > 0 { screen.feed([escape]) }
            screen.feed(piece)
            let lines = screen.lines
            let line = lines.first { $0.contains("Preparing the made-up bank") }
            guard let line, lines.first?.contains("Sign in") == true else { continue }
            if line.firstMatch(of: #/[0-9]+ of [1-9][0-9]* payments/#) != nil { return true }
        }
        return false
    }
}
