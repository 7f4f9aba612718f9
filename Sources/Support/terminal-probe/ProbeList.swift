import TerminalKit

/// Sample rows like those of an account.
struct ProbeList {
    private let count: Int
    private let isHostile: Bool

    /// Creates a list with a number of rows.
    init(count: Int, isHostile: Bool) {
        self.count = count
        self.isHostile = isHostile
    }

    /// Draws one row of the list.
    func draw(row: Int, in rect: Rect, isSelected: Bool, on frame: inout Frame) {
        if isSelected { frame.clear(rect, ground: .selection) }
        frame.draw(
            SafeText(trusted: "2026-01-\(row % 28 + 1)"),
            in: rect.firstColumns(11),
            role: .textMuted
        )
        frame.draw(
            name(row),
            in: rect.droppingColumns(11).firstColumns(max(0, rect.width - 25)),
            role: .text
        )
        frame.draw(
            SafeText(trusted: "-\(row * 37 % 9000).\(10 + row % 90)"),
            in: rect.lastColumns(12),
            role: .amount,
            alignment: .trailing
        )
    }

    private func name(_ row: Int) -> SafeText {
        guard isHostile, row < Self.hostileNames.count else {
            return SafeText(trusted: "Counterparty number \(row)")
        }
        return SafeText(untrusted: Self.hostileNames[row], limit: .payee)
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
