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
    /// How fresh the title bar says that everything is; nil when it says nothing of it.
    let stated: Freshness?
    /// How amounts are printed and read.
    let convention: NumberConvention
    /// Whether amounts are hidden from people who look on.
    private(set) var masksAmounts: Bool
    /// Whether the time since something is shown.
    let showsAges: Bool

    /// The same with every amount shown.
    var showingAmounts: Format {
        var format = self
        format.masksAmounts = false
        return format
    }

    /// How much to believe a figure, in words.
    var freshness: FreshnessWords {
        FreshnessWords(
            dates: dates,
            now: now,
            offlineSince: offlineSince,
            stated: stated,
            showsAges: showsAges
        )
    }

    /// The figures of an account that a screen may show, in the order in which they add up.
    enum Figure: CaseIterable {
        case booked, held, overdraft, minimum, available
    }

    /// A figure of an account in a cell of a table, with how fresh it is where the title bar does not
    /// say it already.
    func balanceCell(_ figure: Figure, of balance: AgedBalance) -> CellContent {
        let words = freshness.beside(balance.freshness)
        return .amount(
            amount(
                figure,
                of: balance,
                role: role(figure, of: balance),
                word: words.map { SafeText(trusted: $0) },
                currency: SafeText(trusted: balance.booked.currency.code)
            )
        )
    }

    /// The figures of an account as facts: the currency once, and how fresh they are where the title
    /// bar does not say it already.
    ///
    /// An overdraft is named where there is one, and so is a balance that has to stay.
    func figures(_ words: AudienceWords, of balance: AgedBalance) -> [Fact] {
        let named = Figure.allCases.filter { figure in
            switch figure {
            case .booked, .held, .available: true
            case .overdraft, .minimum: !money(figure, of: balance).isZero
            }
        }
        return named.map { figure in
            Fact(
                words[figure],
                .amount(
                    amount(
                        figure,
                        of: balance,
                        role: role(figure, of: balance),
                        word: nil,
                        currency: figure == Figure.allCases.first
                            ? SafeText(trusted: balance.booked.currency.code) : nil
                    )
                ),
                note: freshness.note(balance.freshness)
            )
        }
    }

    /// A figure in a cell of a row whose ``balanceCell(_:of:)`` already says how fresh the row is.
    func figureCell(_ figure: Figure, besideFreshnessOf balance: AgedBalance) -> CellContent {
        .amount(amount(figure, of: balance, role: .text, word: nil, currency: nil))
    }

    /// A figure of an account as a fact, with how fresh it is.
    func balanceFact(_ label: SafeText, _ figure: Figure, of balance: AgedBalance) -> Fact {
        Fact(
            label,
            .amount(
                amount(
                    figure,
                    of: balance,
                    role: role(figure, of: balance),
                    word: nil,
                    currency: SafeText(trusted: balance.booked.currency.code)
                )
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

    /// An amount whose currency stands above it, such as a balance after an entry; the list it stands
    /// in says how fresh it is.
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

    /// An account as its holder knows it, such as `Savings 0012 3456 7890`; of one that takes no more
    /// entries, that it is closed.
    func accountName(_ record: AccountRecord) -> SafeText {
        let number = accountNumber(record.number, isMasked: record.access == .viewMasked)
        let name = SafeText(untrusted: "\(record.product) \(number)", limit: .payee)
        return name + closedWord(record)
    }

    /// The same as a cell of a table, in which the product's name gives way.
    func numberedCell(_ record: AccountRecord) -> CellContent {
        let number = accountNumber(record.number, isMasked: record.access == .viewMasked)
        return .untrusted(
            SafeText(untrusted: record.product, limit: .payee),
            end: " " + SafeText(untrusted: number, limit: .payee) + closedWord(record)
        )
    }

    /// Whose an account is; text from outside.
    func holder(_ record: AccountRecord) -> SafeText {
        SafeText(untrusted: record.holder, limit: .payee)
    }

    /// An account in few cells, such as `Savings ..7890`: the digits are what tells accounts apart,
    /// so the name gives way and they do not.
    func shortAccountName(_ record: AccountRecord, width: Int = 24) -> SafeText {
        let end = lastDigits(record)
        let product = SafeText(untrusted: record.product, limit: .payee)
        return product.truncated(toWidth: max(0, width - end.width), ellipsis: ".") + end
    }

    /// The same as a cell of a table, in which it has as many cells as there are.
    func accountCell(_ record: AccountRecord) -> CellContent {
        .untrusted(
            SafeText(untrusted: record.product, limit: .payee),
            end: lastDigits(record) + closedWord(record)
        )
    }

    /// An account by whose it is, where columns are scarce, such as `Asha Rao ..7890`.
    func holderCell(_ record: AccountRecord) -> CellContent {
        .untrusted(holder(record), end: lastDigits(record) + closedWord(record))
    }

    /// An account behind whose it is, such as `Asha Rao, Savings ..7890`: where columns are scarce the
    /// product gives way, then the holder, and the digits do not.
    func accountCell(_ record: AccountRecord, of holder: SafeText) -> CellContent {
        .untrusted(
            holder + ", " + SafeText(untrusted: record.product, limit: .payee),
            end: lastDigits(record) + closedWord(record)
        )
    }

    /// An account as a filter looks at it; a masked number is not to be found by trying its digits.
    func searched(_ account: AccountSummary) -> SearchedRow {
        let record = account.record
        let balance = account.balance
        let number = record.access == .viewMasked ? "" : record.number
        return SearchedRow(
            cells: [
                .untrusted(accountName(record)), accountCell(record),
                balanceCell(.available, of: balance),
            ],
            hidden: [record.holder, number, record.branchCode].joined(separator: " "),
            amounts: (balance.addsUp ? [balance.available] : []) + [balance.booked],
            figures: [balance.held, balance.overdraft, balance.minimumBalance]
        )
    }

    /// A transfer of the outbox as a filter looks at it.
    func searched(_ item: OutboxItem, _ row: ListRow) -> SearchedRow {
        var searched = SearchedRow(cells: row.cells, days: [dates.zone.date(of: item.queuedAt)])
        if let amount = item.money { searched.amounts = [amount] }
        if case .decided(let decision) = item.state,
            case .posted(let journalID) = decision.outcome
        {
            searched.numbers = [journalID.rawValue]
        }
        return searched
    }

    /// The word behind the number of an account that takes no more entries; empty behind others.
    private func closedWord(_ record: AccountRecord) -> SafeText {
        record.isClosed ? " closed" : .empty
    }

    /// The end of an account's number with what stands for the rest of it.
    private func lastDigits(_ record: AccountRecord) -> SafeText {
        let mark = record.access == .viewMasked ? " **** " : " .."
        let digits = SafeText(untrusted: String(record.number.suffix(4)), limit: .payee)
        return SafeText(trusted: mark) + digits
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

    /// Those of several balances that take the most cells, each for another of their parts.
    func widest(of balances: [AgedBalance]) -> [AgedBalance] {
        let measured = balances.map { balance in
            let figures = Figure.allCases.map { Self.cells(of: money($0, of: balance)) }
            let words = freshness.beside(balance.freshness) ?? ""
            let decimals = Int(balance.booked.currency.minorUnitExponent)
            return (balance: balance, cells: figures + [decimals, words.utf8.count])
        }
        return (measured.first?.cells ?? []).indices.compactMap { part in
            measured.max { $0.cells[part] < $1.cells[part] }?.balance
        }
    }

    /// By how many cells the whole part of an amount is compared with others: grouping adds to those
    /// that are wide anyway.
    static func cells(of money: Money) -> Int {
        var rest = money.minorUnits.magnitude
        var digits = 1
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        let whole = max(1, digits - Int(money.currency.minorUnitExponent))
        return money.isNegative ? whole + 1 : whole
    }

    private func money(_ figure: Figure, of balance: AgedBalance) -> Money {
        switch figure {
        case .booked: balance.booked
        case .held: balance.held
        case .overdraft: balance.overdraft
        case .minimum: balance.minimumBalance
        case .available: balance.available
        }
    }

    private func role(_ figure: Figure, of balance: AgedBalance) -> TerminalKit.Role {
        switch figure {
        case .held, .overdraft, .minimum: .text
        case .booked, .available:
            money(figure, of: balance).isNegative ? .balanceOverdrawn : .balance
        }
    }

    /// A figure of an account; one that cannot be counted is unknown, and no other stands for it.
    private func amount(
        _ figure: Figure,
        of balance: AgedBalance,
        role: TerminalKit.Role,
        word: SafeText?,
        currency: SafeText?
    ) -> AmountContent {
        guard figure != .available || balance.addsUp || masksAmounts else {
            return AmountContent(
                "unknown",
                fractionDigitCount: 0,
                currency: currency,
                role: .statusWarning,
                word: word
            )
        }
        return amount(money(figure, of: balance), role: role, word: word, currency: currency)
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
