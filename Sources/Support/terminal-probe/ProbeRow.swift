import TerminalKit

/// Sample row like one of an account.
struct ProbeRow {
    /// Index of the row in the list.
    let number: Int
    /// True if the first names of the list are hostile.
    let isHostile: Bool

    /// Draws the row: date, name and amount.
    func draw(in rect: Rect, isSelected: Bool, on frame: inout Frame) {
        if isSelected { frame.clear(rect, ground: .selection) }
        let date = SafeText(trusted: "2026-01-\(number % 28 + 1)")
        frame.draw(date, in: rect.firstColumns(11), role: .textMuted)
        frame.draw(name, in: rect.droppingColumns(11).firstColumns(max(0, rect.width - 25)))
        let amount = SafeText(trusted: "-\(number * 37 % 9000).\(10 + number % 90)")
        frame.draw(amount, in: rect.lastColumns(12), role: .amount, alignment: .trailing)
    }

    private var name: SafeText {
        isHostile && number < Self.hostileNames.count
            ? SafeText(untrusted: Self.hostileNames[number], limit: .payee)
            : SafeText(trusted: "Counterparty number \(number)")
    }

    /// Names that have moved a cursor, reordered a row or broken a terminal somewhere.
    private static let hostileNames = [
        "ACME LTD\rX Payee: HMRC    ", "back\u{8}\u{8}\u{8}\u{8}space", "tab\tstop", "line\nfeed",
        "\u{1B}]52;c;AAAA\u{7}clip", "\u{1B}[2Jclear", "\u{9B}2J\u{9D}c1",
        "\u{202E}drow\u{202C} rlo",
        "zero\u{200B}width\u{FEFF}", "tag\u{E0041}\u{E0042}", "z\u{300}\u{301}\u{302}\u{303}algo",
        "👨‍👩‍👧 family", "日本銀行", "p\u{430}ypal", "\u{301}leading mark", "flag 🇮🇳 🇬🇧",
        "x\u{FFFF}\u{F8FF}y", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}",
    ]
}
