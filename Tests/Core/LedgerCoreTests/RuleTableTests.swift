// Goal: each rule of docs/LEDGER_RULES.md has a case in which it is kept, one in which it is
// broken, and, where the books can bring it about, one in which it becomes broken or kept.
// Method: the tables in fixtures/rules; after every line all invariants are checked.
import CoreVocabulary
import LedgerCore
import MoneyCore
import Testing

@Suite("Tables of rules")
struct RuleTableTests {
    @Test("the ledger answers as the table says", arguments: try RuleCase.all())
    func answers(_ one: RuleCase) throws {
        var reader = RuleReader()
        var state = LedgerState()
        var expectationCount = 0
        for (number, words) in one.lines {
            guard let step = try reader.read(words, line: number) else { continue }
            expectationCount += 1
            let place = "\(one.file):\(number)"
            switch step {
            case .command(let command, let expected):
                let outcome = state.apply(command, at: Sample.instant(reader.now))
                #expect(outcome.words == expected, "\(place)")
                #expect(state.checkInvariants() == [], "\(place)")
            case .balance(let id, let expected):
                let account = try #require(state.account(id), "\(place)")
                for pair in expected { #expect(account.says(pair), "\(place): \(pair)") }
            }
        }
        #expect(expectationCount > 0, "\(one.file): \(one.name) expects nothing")
    }

    @Test("every rejection is expected by some line of a table")
    func everyRejectionHasACase() throws {
        let lines = try RuleCase.all().flatMap(\.lines)
        let expected = Set(lines.compactMap { $0.words.last.map(Self.code(of:)) })
        // Too many transfers fit no table, and the texts of entries are the service's to compare.
        let beyondTables: Set<Rejection> = [.journalIsTooLong, .existsWithDifferentNarrative]
        for rejection in Rejection.allCases where !beyondTables.contains(rejection) {
            #expect(expected.contains("\(rejection)"), "no case expects \(rejection)")
        }
    }

    private static func code(of word: String) -> String {
        String(word.prefix { $0 != "@" })
    }
}

extension Outcome {
    /// The outcome in the words of the tables.
    fileprivate var words: String {
        switch self {
        case .accepted: "accepted"
        case .exists(let decision):
            decision.refusal.map { "exists \($0.words)" } ?? "exists"
        case .rejected(let refusal, _): refusal.words
        }
    }
}

extension Refusal {
    fileprivate var words: String { index.map { "\(rejection)@\($0)" } ?? "\(rejection)" }
}

extension Account {
    /// Whether the account has a value that a table names, such as `held=100`.
    fileprivate func says(_ pair: String) -> Bool {
        let parts = pair.split(separator: "=").map(String.init)
        guard parts.count == 2, let value = Int64(parts[1]) else { return false }
        let (debits, credits) = (counters.debitsPending, counters.creditsPending)
        return switch parts[0] {
        case "booked": booked.minorUnits == value
        case "held": held.minorUnits == value
        // What is announced and not yet booked.
        case "incoming": (normalBalance == .debit ? debits : credits) == value
        case "available": available.minorUnits == value
        case "version": version == value
        default: false
        }
    }
}
