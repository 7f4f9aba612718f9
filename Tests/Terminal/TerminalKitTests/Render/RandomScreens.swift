import CoreVocabulary
@testable import TerminalKit

/// Screens put together at random, with amounts that can be found again in a frame.
struct RandomScreen {
    /// The screen.
    var model: ScreenModel
    /// The numbers of the amounts that stand in facts, and so must be on the screen.
    var numbers: [String] = []

    static let names: [SafeText] = [
        "Asha Stationery and Book Depot, Kothrud", "Ravi", "東京電力株式会社の口座",
        SafeText(untrusted: "ACME LTD\rX Payee: HMRC   ", limit: .payee),
        SafeText(untrusted: "\u{1B}[2Jgone\u{202E}live", limit: .payee),
        SafeText(untrusted: "p\u{0430}yp\u{0430}l", limit: .payee),
        SafeText(untrusted: "e\u{301}\u{302}\u{303}\u{304}\u{305}zalgo", limit: .payee),
        SafeText(untrusted: "שלום עולם", limit: .payee), SafeText(untrusted: "", limit: .payee),
    ]

    init(seed: UInt64) {
        var dice = SplitMix64(seed: seed)
        model = ScreenModel(
            id: "random",
            title: Self.name(&dice),
            environment: dice.oneIn(2) ? .demo : .live,
            status: StatusLine(
                link: dice.oneIn(2) ? .live : .offline(asOf: "14:02"),
                queuedCount: dice.oneIn(2) ? 3 : 0,
                signedIn: Self.name(&dice)
            )
        )
        if dice.oneIn(3) {
            let current = Int.random(in: 0...6, using: &dice)
            let steps: [SafeText] = ["From", "To", "Amount", "Review", "Authorise", "Done"]
            model.crumbs = steps.enumerated().map { place, title in
                Crumb(title, place < current ? .done : place == current ? .current : .ahead)
            }
        }
        for number in 0..<Int.random(in: 0...5, using: &dice) {
            model.blocks.append(block(&dice, number))
        }
        if dice.oneIn(3) { model.aside = [.heading("Beside"), .text("Some words of detail.")] }
        if dice.oneIn(4) { model.dialog = dialog(&dice) }
        if dice.oneIn(3) { model.toast = Toast(id: 1, kind: .error, text: Self.name(&dice)) }
        if dice.oneIn(3) {
            let total = dice.oneIn(2) ? Int.random(in: 0...Int.max, using: &dice) : nil
            model.progress = ProgressModel(
                title: "Searching",
                done: Int.random(in: 0...Int.max, using: &dice),
                total: total,
                unit: "entries",
                cancelKey: "Esc"
            )
        }
        model.hints = Array(Samples.hints.shuffled(using: &dice).prefix(6))
    }

    static func name(_ dice: inout SplitMix64) -> SafeText {
        names.randomElement(using: &dice) ?? "nobody"
    }

    static func amount(_ dice: inout SplitMix64) -> AmountContent {
        let digits = Int.random(in: 0...3, using: &dice)
        // Mostly amounts that people have, and some that no screen has room for.
        let longest = dice.oneIn(8) ? 70 : 14
        let whole = String(
            (0..<Int.random(in: 1...longest, using: &dice)).map { _ in
                "123456789".randomElement(using: &dice) ?? "1"
            }
        )
        let sign = dice.oneIn(2) ? "-" : "+"
        let fraction = digits == 0 ? "" : "." + String(repeating: "7", count: digits)
        return AmountContent(
            SafeText(trusted: "\(sign)\(whole)\(fraction)"),
            fractionDigitCount: digits,
            currency: dice.oneIn(2) ? "INR" : nil,
            role: .amountNegative,
            word: dice.oneIn(2) ? "DR" : nil
        )
    }

    private mutating func block(_ dice: inout SplitMix64, _ number: Int) -> Block {
        switch Int.random(in: 0..<7, using: &dice) {
        case 0: return .heading(Self.name(&dice))
        case 1: return .text([Self.name(&dice), Self.name(&dice)], role: .textMuted)
        case 2: return .facts(facts(&dice))
        case 3: return .list(Self.list(&dice, number))
        case 4: return .form(Self.form(&dice))
        case 5:
            return .buttons(
                ButtonsModel(
                    [Button("no", "Cancel", kind: .safe), Button("yes", "Send", kind: .danger)],
                    focused: dice.oneIn(2) ? 0 : nil
                )
            )
        default: return dice.oneIn(2) ? .rule : .space
        }
    }

    private mutating func facts(_ dice: inout SplitMix64) -> [Fact] {
        (0..<Int.random(in: 0...4, using: &dice)).map { _ in
            let note = dice.oneIn(2) ? Self.name(&dice) : nil
            guard dice.oneIn(2) else {
                return Fact("Payee's name", .untrusted(Self.name(&dice)), note: note)
            }
            let amount = Self.amount(&dice)
            numbers.append(amount.number.plain)
            return Fact("Available balance", .amount(amount), note: note)
        }
    }

    /// Columns with one to four amounts that may not go, and one that may.
    static func columns(_ dice: inout SplitMix64) -> [Column] {
        let amounts = (0..<Int.random(in: 1...4, using: &dice)).map { number in
            Column(
                "Amount \(number)",
                width: .fixed(Int.random(in: 4...16, using: &dice)),
                alignment: .trailing
            )
        }
        let others = [
            Column("Date", width: .fixed(11)),
            Column("Name", width: .flexible(minimum: 16)),
            Column("Balance", width: .fixed(16), alignment: .trailing, dropPriority: 1),
        ]
        return (others + amounts).shuffled(using: &dice)
    }

    static func list(_ dice: inout SplitMix64, _ number: Int) -> ListModel {
        let columns = columns(&dice)
        let count = dice.oneIn(4) ? 0 : Int.random(in: 0...2_000_000, using: &dice)
        let first = Int.random(in: 0...max(0, count - 1), using: &dice)
        let rows = (0..<min(count - min(first, count), 60)).map { _ in
            ListRow(
                columns.map { column in
                    if column.alignment == .trailing { return .amount(amount(&dice)) }
                    return column.title == "Date" ? .text("12 Nov 2026") : .untrusted(name(&dice))
                }
            )
        }
        // Mostly in sight of the known rows, and sometimes anywhere, outside the list too.
        let near = dice.oneIn(4) ? -5...max(5, count + 5) : first - 5...first + 50
        return ListModel(
            id: "list\(number)",
            title: "Entries",
            columns: columns,
            rowCount: count,
            window: ListWindow(firstIndex: first, rows: rows),
            top: Int.random(in: near, using: &dice),
            selected: dice.oneIn(5) ? nil : Int.random(in: near, using: &dice),
            isFocused: dice.oneIn(2),
            filter: dice.oneIn(3)
                ? FilterLine(text: name(&dice), cursorColumn: 3, note: "12 found") : nil,
            footer: dice.oneIn(2) ? "Newest first" : nil
        )
    }

    static func form(_ dice: inout SplitMix64) -> FormModel {
        let kinds: [Field.Kind] = [.text, .masked, .amount, .account, .date, .code]
        let fields = (0..<Int.random(in: 0...4, using: &dice)).map { index in
            let kind = kinds.randomElement(using: &dice) ?? .text
            let content: Field.Content =
                switch kind {
                case .masked: .masked(count: Int.random(in: 0...200, using: &dice))
                default: .text(name(&dice), cursorColumn: Int.random(in: 0...80, using: &dice))
                }
            return Field(
                id: "field\(index)",
                kind: kind,
                label: name(&dice),
                content: content,
                suffix: dice.oneIn(2) ? "INR" : nil,
                error: dice.oneIn(3) ? name(&dice) : nil,
                hint: dice.oneIn(2) ? "Such as 1200.00" : nil
            )
        }
        return FormModel(fields: fields, focused: fields.isEmpty ? nil : 0)
    }

    private mutating func dialog(_ dice: inout SplitMix64) -> DialogModel {
        // Facts behind a dialog may be covered; those in front of it may not.
        numbers = []
        return DialogModel(
            title: Self.name(&dice),
            paragraphs: [Self.name(&dice)],
            facts: facts(&dice),
            form: dice.oneIn(2) ? Self.form(&dice) : nil,
            buttons: [Button("no", "Cancel", kind: .safe), Button("yes", "Send")]
        )
    }
}
