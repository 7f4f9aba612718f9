// Goal: every filter that docs/CONSOLE.md shows does what the guide says of it.
// Method: the examples are read from the guide's table, and parsed as if they were typed.
import ClientService
@testable import ConsoleUI
import FoundationEssentials
import MoneyCore
import Testing

@Suite("The filters of the guide")
struct GuideFilterTests {
    /// What an example becomes; words, a day, a figure, a direction, or the bounds of a range.
    private struct Meaning: Equatable {
        var text = ""
        var day = ""
        var figure = ""
        var direction: EntryFilter.Direction?
        var least: Int64?
        var greatest: Int64?
        var from: String?
        var to: String?
    }

    private static let meanings: [String: Meaning] = [
        "kaveri": Meaning(text: "kaveri"),
        "1182": Meaning(text: "1182"),
        "1,332.95": Meaning(text: "1,332.95", figure: "1,332.95"),
        "20 Nov": Meaning(text: "20 Nov", day: "20 Nov"),
        "20 Nov 2026": Meaning(text: "20 Nov 2026", day: "20 Nov 2026"),
        "Nov 2026": Meaning(text: "Nov 2026", day: "Nov 2026"),
        "kaveri 20 Nov 2026": Meaning(text: "kaveri 20 Nov 2026", day: "20 Nov 2026"),
        "kaveri 1,332.95": Meaning(text: "kaveri 1,332.95", figure: "1,332.95"),
        "CR": Meaning(direction: .credit),
        "DR": Meaning(direction: .debit),
        ">=1000": Meaning(least: 1_000_00),
        ">1000": Meaning(least: 1_000_01),
        "<=50": Meaning(greatest: 50_00),
        "<50": Meaning(greatest: 49_99),
        "> 50000": Meaning(least: 50_000_01),
        "=1,279.93": Meaning(least: 1_279_93, greatest: 1_279_93),
        "500..2000": Meaning(least: 500_00, greatest: 2_000_00),
        "500..": Meaning(least: 500_00),
        "..2000": Meaning(greatest: 2_000_00),
        "2026-03": Meaning(from: "2026-03-01", to: "2026-03-31"),
        "2026-03-09": Meaning(from: "2026-03-09", to: "2026-03-09"),
        "2026-01..2026-03": Meaning(from: "2026-01-01", to: "2026-03-31"),
        "2026-03..": Meaning(from: "2026-03-01"),
        "\"2026-03\"": Meaning(text: "2026-03"),
        "\"CR\"": Meaning(text: "CR"),
        "HOTEL DE...": Meaning(text: "HOTEL DE"),
        "minus 619.72 DR": Meaning(text: "-619.72", figure: "-619.72", direction: .debit),
    ]

    // Symptom: the language of filters stood in no document, and an example could go stale unseen; one
    // that is no range was not judged at all.
    @Test("every filter that docs/CONSOLE.md shows becomes what the guide says of it")
    func understood() throws {
        let examples = try Self.examples()
        let judged = Set(Self.meanings.keys)
        #expect(examples == judged, "an example is judged here, too")
        for (text, meaning) in Self.meanings {
            let filter = try FilterWords.parse(
                text,
                currency: .indianRupee,
                convention: .india
            )
            let found = Meaning(
                text: filter.text,
                day: filter.parts?.day ?? "",
                figure: filter.parts?.figure ?? "",
                direction: filter.direction,
                least: filter.leastMinorUnits,
                greatest: filter.greatestMinorUnits,
                from: filter.from.map { "\($0)" },
                to: filter.to.map { "\($0)" }
            )
            #expect(found == meaning, "\(text)")
            #expect(FilterWords.problem(of: text, convention: .india) == nil, "\(text)")
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
