/// The rule of docs/HOUSE_STYLE.md for the first paragraph of a documentation comment.
///
/// The number of summaries that break it may only fall, until the limit is none.
enum SummaryRules {
    /// Summaries of all sources that may still break the rule; only ever make it smaller.
    static let limit = 0

    static let wordMinimum = 4

    /// Words that begin a riddle: the reader is told a question, and not the name of the thing.
    static let riddleWords: Set<String> = [
        "What", "Whether", "How", "Where", "Who", "When", "Why", "Which", "Whose", "If",
    ]

    /// The first paragraph of a documentation comment, and the line on which it begins.
    struct Summary {
        let line: Int
        let text: String
    }

    static func summaries(in file: SourceFile) -> [Summary] {
        var summaries: [Summary] = []
        var paragraph: [Substring] = []
        var start: Int?
        var isOver = false
        for (number, line) in file.lines.enumerated() {
            if let text = comment(line) {
                start = start ?? number
                isOver = isOver || text.isEmpty
                if !isOver { paragraph.append(text) }
            } else if let first = start {
                summaries.append(Summary(line: first, text: paragraph.joined(separator: " ")))
                (paragraph, start, isOver) = ([], nil, false)
            }
        }
        return summaries
    }

    /// Gives a sentence for each summary that breaks the rule.
    static func findings(in file: SourceFile) -> [String] {
        summaries(in: file).compactMap { summary in
            fault(of: summary.text).map { "\(file.path):\(summary.line + 1): \($0)" }
        }
    }

    /// Says what to do about a summary, and nothing if it keeps the rule.
    static func fault(of summary: String) -> String? {
        let words = summary.split(separator: " ").filter { word in
            word.contains { $0.isLetter || $0.isNumber }
        }
        let first = words.first.map { String($0.prefix { $0.isLetter }) } ?? ""
        if riddleWords.contains(first) {
            return "name the thing first, with the field's standard term, instead of '\(first) …'."
        }
        return words.count < wordMinimum
            ? "say in a sentence of \(wordMinimum) words or more what the name does not say." : nil
    }

    private static func comment(_ line: Substring) -> Substring? {
        let code = line.utf8.drop { $0 == UInt8(ascii: " ") }
        guard code.starts(with: "///".utf8) else { return nil }
        return Substring(code.dropFirst(3).drop { $0 == UInt8(ascii: " ") })
    }
}
