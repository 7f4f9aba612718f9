// Goal: every filter that docs/CONSOLE.md shows does what the guide says of it.
// Method: the examples are read from the guide's table, and parsed as if they were typed.
import ClientService
@testable import ConsoleUI
import FoundationEssentials
import MoneyCore
import Testing

@Suite("The filters of the guide")
struct GuideFilterTests {
    // Symptom: the language of filters stood in no document, and an example could go stale unseen.
    @Test("every filter that docs/CONSOLE.md shows is understood")
    func understood() throws {
        let examples = try Self.examples()
        let wanted = [">=1000", "500..2000", "=1,279.93", "20 Nov", "CR", "DR"]
        #expect(examples.isSuperset(of: wanted))
        for text in examples {
            let problem = FilterWords.problem(of: text, convention: .india)
            #expect(problem == nil, "\(text)")
        }
    }

    @Test("an example that shows a range narrows amounts or days, and is no words")
    func ranges() throws {
        let ranges = try Self.examples().filter { text in
            text.contains("..") && !text.hasSuffix("...") || "<>=".contains(text.prefix(1))
        }
        #expect(ranges.count > 8)
        for text in ranges {
            let filter = try FilterWords.parse(
                text,
                currency: .indianRupee,
                convention: .india
            )
            let hasAmounts = filter.leastMinorUnits != nil || filter.greatestMinorUnits != nil
            let hasDays = filter.from != nil || filter.to != nil
            #expect(hasAmounts != hasDays, "\(text)")
            #expect(filter.text.isEmpty, "\(text)")
        }
    }

    @Test(
        "what docs/CONSOLE.md calls not understood is not",
        arguments: [">1k", "2026-13", "2000..500"]
    )
    func notUnderstood(_ text: String) throws {
        #expect(try Self.guide().contains("`\(text)`"))
        #expect(FilterWords.problem(of: text, convention: .india) != nil)
    }

    /// The code in the first cells of the guide's table of filters.
    private static func examples() throws -> Set<String> {
        let lines = try guide().split(separator: "\n")
        let section = lines.drop { $0 != "## Finding rows" }.dropFirst()
        let rows = section.prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| `") }
        let cells = rows.compactMap { $0.split(separator: "|").first }
        return Set(cells.flatMap { $0.matches(of: #/`([^`]+)`/#).map { String($0.1) } })
    }

    private static func guide() throws -> String {
        let top = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let data = try #require(FileManager.default.contents(atPath: "\(top)/docs/CONSOLE.md"))
        return String(decoding: data, as: UTF8.self)
    }
}
