import Foundation
import Testing

/// Goal: the picture in README.md is a real screen.
///
/// Method: compare it with the golden screen that its comment names. `UPDATE_SNAPSHOTS=1` takes the
/// golden over, as for the goldens themselves.
struct ReadmePictureTests {
    private static let marker = "<!-- screen: overview-offline-80x24 -->\n```text\n"
    private static let fence = "\n```"
    private static let golden =
        "Tests/Console/ConsoleUITests/Goldens/overview-offline-80x24.screen"
    private static let height = 24

    @Test("the picture in README.md is the golden screen")
    func picture() throws {
        let url = SourceTree.top.appending(path: "README.md")
        let readme = try String(contentsOf: url, encoding: .utf8)
        let start = try #require(readme.range(of: Self.marker)).upperBound
        let end = try #require(readme.range(of: Self.fence, range: start..<readme.endIndex))
        let screen = try Self.screen()
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            let updated = readme.replacingCharacters(in: start..<end.lowerBound, with: screen)
            try updated.write(to: url, atomically: true, encoding: .utf8)
            return
        }
        #expect(readme[start..<end.lowerBound] == screen)
    }

    /// The rows of the golden's text without what is blank at their ends.
    private static func screen() throws -> String {
        let url = SourceTree.top.appending(path: golden)
        let lines = try String(contentsOf: url, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).prefix(height)
        return lines.map { line in
            var row = line
            while row.last == " " { row.removeLast() }
            return String(row)
        }.joined(separator: "\n")
    }
}
