import CoreVocabulary
import FoundationEssentials
import LedgerCore
import MoneyCore
import Testing

/// One case of a table in fixtures/rules; the language is described in fixtures/rules/README.md.
struct RuleCase: Sendable, CustomTestStringConvertible {
    var file: String
    var name: String
    var lines: [(number: Int, words: [String])] = []

    var testDescription: String { "\(file): \(name)" }

    /// Every case of every table, in the order of the files' names.
    static func all() throws -> [RuleCase] {
        let folder = String(#filePath.split(separator: "/").dropLast(4).joined(separator: "/"))
        let path = "/" + folder + "/fixtures/rules"
        let files = try FileManager.default.contentsOfDirectory(atPath: path)
        return try files.filter { $0.hasSuffix(".table") }.sorted().flatMap { file in
            cases(in: try String(contentsOfFile: path + "/" + file, encoding: .utf8), file: file)
        }
    }

    private static func cases(in text: String, file: String) -> [RuleCase] {
        var cases: [RuleCase] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let code = line.prefix { $0 != "#" }
            let words = code.split(separator: " ").map(String.init)
            guard let verb = words.first else { continue }
            if verb == "case" {
                cases.append(RuleCase(file: file, name: words.dropFirst().joined(separator: " ")))
            } else if !cases.isEmpty {
                cases[cases.count - 1].lines.append((index + 1, words))
            }
        }
        return cases
    }
}

/// Why a line of a table could not be read.
struct RuleTableError: Error {
    var line: Int
    var problem: String
}

/// What one line asks for, and what it expects.
enum RuleStep {
    case command(LedgerCommand, expected: String)
    case balance(AccountID, expected: [String])
}

/// Reads the lines of a case into commands.
struct RuleReader {
    private(set) var now: Int64 = 0
    private var names: [String: Int] = [:]
    private var open: (id: JournalID, transfers: [Transfer])?

    /// Reads one line; nil when it asks for nothing yet.
    mutating func read(_ words: [String], line: Int) throws -> RuleStep? {
        let arrow = words.firstIndex(of: "=>") ?? words.count
        let expected = words.dropFirst(arrow + 1).joined(separator: " ")
        let values = RuleArguments(words[..<arrow].dropFirst(), line: line)
        switch words[0] {
        case "at": now = try values.number(values.first)
        case "journal": open = (id(try values.first), [])
        case "transfer" where open != nil:
            let transfer = try transfer(values)
            open?.transfers.append(transfer)
        case "balance": return .balance(id(try values.first), expected: values.pairs)
        default: return .command(try command(words[0], values), expected: expected)
        }
        return nil
    }

    private mutating func command(_ verb: String, _ values: RuleArguments) throws -> LedgerCommand {
        switch verb {
        case "account":
            return .openAccount(try opening(values))
        case "close":
            return .closeAccount(id(try values.first))
        case "limits":
            return .changeLimits(id(try values.first), try values.limits())
        case "transfer":
            let journalID: JournalID = id(values["journal"] ?? "journal of line \(values.line)")
            return .postJournal(Journal(id: journalID, transfers: [try transfer(values)]))
        case "end":
            guard let journal = open else { throw values.wrong("end without journal") }
            open = nil
            return .postJournal(Journal(id: journal.id, transfers: journal.transfers))
        case "expire":
            return .expirePendings(try values.plain.map { try due($0, values) })
        default:
            throw values.wrong("no such verb: \(verb)")
        }
    }

    /// The identifier of a name: `zero` and `ones` are the reserved ones.
    mutating func id<Subject>(_ name: String) -> Identifier<Subject> {
        if name == "zero" { return Identifier(rawValue: 0) }
        if name == "ones" { return Identifier(rawValue: .max) }
        let number = names[name] ?? names.count + 1
        names[name] = number
        return Identifier(rawValue: UInt128(number))
    }

    private mutating func opening(_ values: RuleArguments) throws -> AccountOpening {
        guard values.plain.count == 3, let currency = Currency(code: values.plain[1]) else {
            throw values.wrong("account takes a name, a currency and a side")
        }
        return AccountOpening(
            id: id(values.plain[0]),
            currency: currency,
            normalBalance: values.plain[2] == "debit" ? .debit : .credit,
            limits: try values.limits()
        )
    }

    private mutating func transfer(_ values: RuleArguments) throws -> Transfer {
        guard values.plain.count == 4 else {
            throw values.wrong("transfer takes a name, two accounts and an amount")
        }
        guard let currency = Currency(code: values["currency"] ?? "INR"),
            let code = UInt16(values["code"] ?? "1"),
            let date = BusinessDate(values["date"] ?? "2024-01-01")
        else { throw values.wrong("a field of the transfer cannot be read") }
        let amount = try values.number(values.plain[3])
        return Transfer(
            id: id(values.plain[0]),
            debitAccountID: id(values.plain[1]),
            creditAccountID: id(values.plain[2]),
            amount: Money(minorUnits: amount, currency: currency),
            kind: try kind(values),
            code: code,
            endToEndID: values["reference"].flatMap { EndToEndID($0) },
            valueDate: date,
            eventAt: Instant(secondsSinceEpoch: try values.number(values["event"] ?? "0"))
        )
    }

    private mutating func kind(_ values: RuleArguments) throws -> TransferKind {
        if let name = values["post"] { return .post(id(name)) }
        if let name = values["void"] { return .void(id(name)) }
        if let name = values["reverse"] { return .reversal(of: id(name)) }
        guard let until = values["pend"] else { return .direct }
        guard until != "ever" else { return .pend(expiresAt: nil) }
        return .pend(expiresAt: Instant(secondsSinceEpoch: try values.number(until)))
    }

    private mutating func due(_ text: String, _ values: RuleArguments) throws -> DuePending {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 3 else { throw values.wrong("expire takes TRANSFER:DEBIT:CREDIT") }
        return DuePending(
            pendingID: id(parts[0]),
            debitAccountID: id(parts[1]),
            creditAccountID: id(parts[2])
        )
    }
}

/// The words of a line: plain ones in order, and those with a key.
struct RuleArguments {
    let line: Int
    private(set) var plain: [String] = []
    private(set) var pairs: [String] = []
    private var keyed: [String: String] = [:]
    private var flags: Set<String> = []

    init(_ words: some Sequence<String>, line: Int) {
        self.line = line
        for word in words {
            if word.contains("<=") {
                flags.insert(word)
            } else if let equals = word.firstIndex(of: "=") {
                pairs.append(word)
                keyed[String(word[..<equals])] = String(word[word.index(after: equals)...])
            } else {
                plain.append(word)
            }
        }
    }

    subscript(key: String) -> String? { keyed[key] }

    /// The first plain word, which most lines cannot do without.
    var first: String {
        get throws {
            guard let first = plain.first else { throw wrong("a name is missing") }
            return first
        }
    }

    func wrong(_ problem: String) -> RuleTableError { RuleTableError(line: line, problem: problem) }

    func number(_ text: String) throws -> Int64 {
        guard let number = Int64(text) else { throw wrong("\(text) is no number") }
        return number
    }

    func limits() throws -> AccountLimits {
        guard flags.isSubset(of: ["debits<=credits", "credits<=debits"]) else {
            throw wrong("no such limit")
        }
        return AccountLimits(
            debitsMustNotExceedCredits: flags.contains("debits<=credits"),
            creditsMustNotExceedDebits: flags.contains("credits<=debits"),
            minimumBalance: try keyed["min"].map(number),
            maximumBalance: try keyed["max"].map(number)
        )
    }
}
