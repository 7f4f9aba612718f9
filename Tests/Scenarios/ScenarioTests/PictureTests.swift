import Foundation
import PseudoTerminal
import Testing

/// Goal: the first picture in README.md is what the demo shows after one command and two keys.
///
/// Method: the two keys are pressed and the screen is compared. `UPDATE_SNAPSHOTS=1` takes the screen
/// over, as for the golden screens.
@Suite("Scenario: the picture in README.md")
struct PictureTests {
    private static let fillIn = "\u{6}"
    private static let marker = "<!-- screen: demo -->\n```text\n"
    private static let fence = "\n```"

    @Test("the first picture is reached with one command and two keys")
    func picture() throws {
        // Not a state of the tests': those have an account more.
        let session = try ConsoleSession(
            BuiltProgram.start("counterfoil", ["demo"], width: 80, height: 24)
        )
        session.press(Self.fillIn)
        try session.wait(for: "[asha")
        session.press(ConsoleSession.Key.enter)
        try session.waitForBar("Accounts", "live")
        try session.wait(until: "the recent activity") { screen in
            screen.lines.contains { $0.contains("Recent activity") }
                && screen.lines.contains { $0.hasSuffix("█") } && !screen.contains("Loading")
        }
        session.terminal.settle()
        let screen = session.screen.lines.map { line in
            var row = Substring(line)
            while row.last == " " { row.removeLast() }
            return String(row)
        }.joined(separator: "\n")

        let url = Self.top.appending(path: "README.md")
        let readme = try String(contentsOf: url, encoding: .utf8)
        let start = try #require(readme.range(of: Self.marker)).upperBound
        let end = try #require(readme.range(of: Self.fence, range: start..<readme.endIndex))
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            let updated = readme.replacingCharacters(in: start..<end.lowerBound, with: screen)
            try updated.write(to: url, atomically: true, encoding: .utf8)
            return
        }
        #expect(readme[start..<end.lowerBound] == screen)
    }

    /// The checkout, found from this file.
    private static var top: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }
}
