import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// How values become text: the only place that prints amounts, accounts and days.
struct Format {
    /// The words for days and times.
    let dates: DateWords
    /// The wall clock.
    let now: Instant
    /// Since when there is no line; nil while there is.
    let offlineSince: FreshnessWords.OfflineSince?
    /// How amounts are printed and read.
    let convention: NumberConvention
    /// Whether amounts are hidden from people who look on.
    let masksAmounts: Bool
    /// Whether the time since something is shown.
    let showsAges: Bool

    /// How much to believe a figure, in words.
    var freshness: FreshnessWords {
        FreshnessWords(
            dates: dates,
            now: now,
            offlineSince: offlineSince,
            showsAges: showsAges
        )
    }

    /// The three figures of an account that a screen may show.
    enum Figure {
        case booked, held, available
    }

    /// A figure of an account in a cell of a table, with how fresh it is.
    func balanceCell(_ figure: Figure, of balance: AgedBalance) -> CellContent {
        let words = freshness.short(balance.freshness)
        return .amount(
            amount(
                money(figure, of: balance),
                role: role(figure, of: balance),
                word: SafeText(trusted: words)
            )
        )
    }

    /// A figure in a cell of a row whose ``balanceCell(_:of:)`` already says how fresh the row is.
    func figureCell(_ figure: Figure, besideFreshnessOf balance: AgedBalance) -> CellContent {
        .amount(amount(money(figure, of: balance), role: .text, word: nil, currency: nil))
    }

    /// A figure of an account as a fact, with how fresh it is.
    func balanceFact(_ label: SafeText, _ figure: Figure, of balance: AgedBalance) -> Fact {
        Fact(
            label,
            .amount(
                amount(money(figure, of: balance), role: role(figure, of: balance), word: nil)
            ),
            note: SafeText(trusted: freshness.long(balance.freshness))
        )
    }

    /// What an entry did to its account: signed, with a word for the direction.
    func entryAmount(_ money: Money, withCurrency: Bool = false) -> AmountContent {
        amount(
            money,
            role: money.isNegative ? .amountNegative : money.isZero ? .amountZero : .amountPositive,
            word: money.isNegative ? "DR" : "CR",
            currency: withCurrency ? SafeText(trusted: money.currency.code) : nil,
            signed: true
        )
    }

    /// An amount without a direction, such as that of a transfer or a hold.
    func plainAmount(
        _ money: Money,
        role: TerminalKit.Role = .text,
        word: SafeText? = nil
    ) -> AmountContent {
        amount(money, role: role, word: word)
    }

    /// A booked balance after an entry; the list it stands in says how fresh it is.
    func runningBalance(_ money: Money) -> AmountContent {
        amount(money, role: .text, word: nil, currency: nil)
    }

    /// The number of an account as it may be shown: in groups of four digits, or its last four.
    func accountNumber(_ number: String, isMasked: Bool) -> String {
        if isMasked { return "**** \(number.suffix(4))" }
        var groups: [Substring] = []
        var rest = number[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }

    /// An account as its holder knows it, such as `Savings 0012 3456 7890`.
    func accountName(_ record: AccountRecord) -> SafeText {
        let number = accountNumber(record.number, isMasked: record.access == .viewMasked)
        return SafeText(untrusted: "\(record.product) \(number)", limit: .payee)
    }

    /// Whose an account is; text from outside.
    func holder(_ record: AccountRecord) -> SafeText {
        SafeText(untrusted: record.holder, limit: .payee)
    }

    /// An account in few cells, such as `Savings ..7890`: the digits are what tells accounts apart,
    /// so the name gives way and they do not.
    func shortAccountName(_ record: AccountRecord, width: Int = 24) -> SafeText {
        let mark = record.access == .viewMasked ? " **** " : " .."
        let digits = SafeText(untrusted: String(record.number.suffix(4)), limit: .payee)
        let end = SafeText(trusted: mark) + digits
        let product = SafeText(untrusted: record.product, limit: .payee)
        return product.truncated(toWidth: max(0, width - end.width), ellipsis: ".") + end
    }

    /// A day, in full where there is room.
    func day(_ date: BusinessDate) -> SafeText {
        SafeText(trusted: dates.day(date))
    }

    /// The number of an amount in this bank's convention, always with its sign when negative.
    func number(_ money: Money, signed: Bool = false) -> String {
        let text = MoneyFormatter(convention).text(money)
        return signed && money.isPositive ? "+\(text)" : text
    }

    private func money(_ figure: Figure, of balance: AgedBalance) -> Money {
        switch figure {
        case .booked: balance.booked
        case .held: balance.held
        case .available: balance.available
        }
    }

    private func role(_ figure: Figure, of balance: AgedBalance) -> TerminalKit.Role {
        if figure == .held { return .text }
        return money(figure, of: balance).isNegative ? .balanceOverdrawn : .balance
    }

    private func amount(
        _ money: Money,
        role: TerminalKit.Role,
        word: SafeText?,
        signed: Bool = false
    ) -> AmountContent {
        amount(
            money,
            role: role,
            word: word,
            currency: SafeText(trusted: money.currency.code),
            signed: signed
        )
    }

    private func amount(
        _ money: Money,
        role: TerminalKit.Role,
        word: SafeText?,
        currency: SafeText?,
        signed: Bool = false
    ) -> AmountContent {
        // Stars of one length: the width of a number tells how much it is, too.
        masksAmounts
            ? AmountContent(
                "*****",
                fractionDigitCount: 0,
                currency: currency,
                role: .amountMasked,
                word: word
            )
            : AmountContent(
                SafeText(trusted: number(money, signed: signed)),
                fractionDigitCount: Int(money.currency.minorUnitExponent),
                currency: currency,
                role: role,
                word: word
            )
    }
}
