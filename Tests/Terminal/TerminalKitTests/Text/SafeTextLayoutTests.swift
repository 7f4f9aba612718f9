import Testing

@testable import TerminalKit

// Goal: text is cut and broken where a person would do it.
// Method: small cases by hand, among them characters of two cells at the edge.

@Suite("Safe text, layout")
struct SafeTextLayoutTests {
    @Test("a text that fits is not cut")
    func fits() {
        let text: SafeText = "abc"
        #expect(text.truncated(toWidth: 3) == text)
    }

    @Test(
        "a text that does not fit ends in an ellipsis",
        arguments: [
            (5, "abcd…"), (2, "a…"), (1, "…"), (0, ""), (-1, ""),
        ]
    )
    func truncated(width: Int, shown: String) {
        let text: SafeText = "abcdefgh"
        #expect(text.truncated(toWidth: width).plain == shown)
    }

    @Test("half of a wide character is never shown")
    func truncatedWide() {
        let text: SafeText = "王小明"
        #expect(text.truncated(toWidth: 4).plain == "王…")
        #expect(text.truncated(toWidth: 5, ellipsis: "..").plain == "王..")
    }

    @Test(
        "lines break at spaces, long words anywhere",
        arguments: [
            ("the quick brown fox", 9, ["the quick", "brown fox"]),
            ("the quick brown fox", 10, ["the quick", "brown fox"]),
            ("a  b", 1, ["a", "b"]),
            ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
            ("in abcdefgh", 5, ["in", "abcde", "fgh"]),
            ("王小明", 5, ["王小", "明"]),
            ("王", 1, ["\u{FFFD}"]),
            ("", 4, [""]),
            ("x", 0, []),
        ]
    )
    func wrapped(text: String, width: Int, lines: [String]) {
        #expect(SafeText(trusted: text).wrapped(toWidth: width).map(\.plain) == lines)
    }

    @Test("every line of a flagged text is flagged")
    func wrappedFlags() {
        let text = SafeText(untrusted: "good b\u{202E}ad", limit: .payee)
        #expect(text.wrapped(toWidth: 4).map(\.flags) == [.bidi, .bidi])
    }
}
