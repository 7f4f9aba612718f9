import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// Converts values to text: the only place that formats amounts, accounts and dates.
struct Format {
    /// Formatter for the freshness of figures.
    let freshness: FreshnessWords
    /// Convention for formatting and parsing amounts.
    let convention: NumberConvention
    /// True if amounts are hidden from onlookers.
    private(set) var masksAmounts: Bool

    /// Creates a format; amounts are hidden from onlookers if `masksAmounts`.
    init(_ freshness: FreshnessWords, _ convention: NumberConvention, masksAmounts: Bool) {
        self.freshness = freshness
        self.convention = convention
        self.masksAmounts = masksAmounts
    }

    /// Formatter for dates and times.
    var dates: DateWords { freshness.dates }

    /// Current time by the wall clock.
    var now: Instant { freshness.now }

    /// The same format with amounts shown.
    var showingAmounts: Format {
        var format = self
        format.masksAmounts = false
        return format
    }

    /// Figures of an account that a screen may show, in the order in which they add up.
    enum Figure: CaseIterable {
        case booked, held, overdraft, minimum, available
    }

    /// Returns a figure as a table cell, with its freshness if the title bar does not state the
    /// same.
    func balanceCell(_ figure: Figure, of balance: AgedBalance) -> CellContent {
        let words = freshness.beside(balance.freshness)
        return .amount(amount(figure, of: balance, word: words.map { SafeText(trusted: $0) }))
    }

    /// Returns the figures of an account as facts.
    ///
    /// The currency is shown once, and the freshness only if the title bar does not state the same.
    /// The overdraft and the minimum balance are included only if they are not zero.
    func figures(_ words: AudienceWords, of balance: AgedBalance) -> [Fact] {
        let note = freshness.note(balance.freshness)
        return Figure.allCases.compactMap { figure in
            let isRare = figure == .overdraft || figure == .minimum
            guard !isRare || !money(figure, of: balance).isZero else { return nil }
            let isFirst = figure == Figure.allCases.first
            let amount = amount(figure, of: balance, withCurrency: isFirst)
            return Fact(words[figure], .amount(amount), note: note)
        }
    }

    /// Returns a figure as a cell of a row whose ``balanceCell(_:of:)`` already shows the
    /// freshness.
    func figureCell(_ figure: Figure, besideFreshnessOf balance: AgedBalance) -> CellContent {
        .amount(amount(figure, of: balance, role: .text, withCurrency: false))
    }

    /// Returns a figure of an account as a fact, with its freshness.
    func balanceFact(
        _ label: SafeText,
        _ figure: Figure,
        of balance: AgedBalance,
        dropPriority: Int = 0
    ) -> Fact {
        Fact(
            label,
            .amount(amount(figure, of: balance)),
            note: SafeText(trusted: freshness.long(balance.freshness)),
            dropPriority: dropPriority
        )
    }

    /// Returns the amount of an entry, signed and with a word for the direction.
    func entryAmount(_ money: Money, withCurrency: Bool = false) -> AmountContent {
        amount(
            money,
            role: money.isNegative ? .amountNegative : money.isZero ? .amountZero : .amountPositive,
            word: money.isNegative ? "DR" : "CR",
            signed: true,
            withCurrency: withCurrency
        )
    }

    /// Returns an amount without a direction, such as that of a transfer or a hold.
    func plainAmount(
        _ money: Money,
        role: StyleRole = .text,
        word: SafeText? = nil
    ) -> AmountContent {
        amount(money, role: role, word: word)
    }

    /// Returns a balance that is not one of an account's present figures.
    func balanceAmount(_ money: Money) -> AmountContent {
        amount(money, role: Self.balanceRole(money))
    }

    /// Returns an amount whose currency is shown above it, such as a balance after an entry.
    ///
    /// The list that contains it shows the freshness.
    func runningBalance(_ money: Money) -> AmountContent {
        amount(money, role: .text, withCurrency: false)
    }

    /// Returns an account number in groups of four characters; if masked, only its last four.
    func accountNumber(_ number: String, isMasked: Bool) -> String {
        isMasked ? "**** \(number.suffix(4))" : Self.grouped(number, by: 4)
    }

    /// Returns a text in groups of characters, which eyes can compare.
    static func grouped(_ text: String, by size: Int) -> String {
        var groups: [Substring] = []
        var rest = text[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return groups.joined(separator: " ")
    }

    /// Returns the number of an account, masked if the user may not see all of it.
    func accountNumber(_ record: AccountRecord) -> String {
        accountNumber(record.number, isMasked: record.access == .viewMasked)
    }

    /// Returns an account as its holder knows it, such as `Savings 0012 3456 7890`.
    func accountName(_ record: AccountRecord) -> SafeText {
        let name = "\(record.product) \(accountNumber(record))"
        return SafeText(untrusted: name, limit: .payee) + closedWord(record)
    }

    /// Returns the same as a table cell, in which the product's name is shortened first.
    func numberedCell(_ record: AccountRecord) -> CellContent {
        let number = SafeText(untrusted: accountNumber(record), limit: .payee)
        return .untrusted(product(record), end: " " + number + closedWord(record))
    }

    private func product(_ record: AccountRecord) -> SafeText {
        SafeText(untrusted: record.product, limit: .payee)
    }

    /// Returns the holder of an account, which is untrusted text.
    func holder(_ record: AccountRecord) -> SafeText {
        SafeText(untrusted: record.holder, limit: .payee)
    }

    /// Returns an account in few cells, such as `Savings ..7890`.
    ///
    /// The digits tell accounts apart, so the name is shortened and the digits are not.
    func shortAccountName(_ record: AccountRecord, width: Int = 24) -> SafeText {
        let end = lastDigits(record)
        let room = max(0, width - end.width)
        return product(record).truncated(toWidth: room, ellipsis: ".") + end
    }

    /// Returns the same as a table cell, which uses the available width.
    func accountCell(_ record: AccountRecord) -> CellContent {
        .untrusted(product(record), end: lastDigits(record) + closedWord(record))
    }

    /// Returns an account by its holder for narrow columns, such as `Asha Rao ..7890`.
    func holderCell(_ record: AccountRecord) -> CellContent {
        .untrusted(holder(record), end: lastDigits(record) + closedWord(record))
    }

    /// Returns an account with its holder for narrow columns, such as `Asha Rao, Savings ..7890`.
    ///
    /// The product is shortened first, then the holder, and never the digits.
    func accountCell(_ record: AccountRecord, of holder: SafeText) -> CellContent {
        .untrusted(holder + ", " + product(record), end: lastDigits(record) + closedWord(record))
    }

    /// Returns the searchable content of an account.
    ///
    /// A masked number is excluded, so that it cannot be found by trying digits.
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

    /// Returns the searchable content of a transfer in the outbox.
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

    /// Returns the suffix "closed" for an account that takes no more entries; empty for others.
    private func closedWord(_ record: AccountRecord) -> SafeText {
        record.isClosed ? " closed" : .empty
    }

    /// Returns the last digits of an account number, with a mark for the rest.
    private func lastDigits(_ record: AccountRecord) -> SafeText {
        let mark = record.access == .viewMasked ? " **** " : " .."
        let digits = SafeText(untrusted: String(record.number.suffix(4)), limit: .payee)
        return SafeText(trusted: mark) + digits
    }

    /// Returns a date in its full form.
    func day(_ date: BusinessDate) -> SafeText {
        SafeText(trusted: dates.day(date))
    }

    /// Returns a moment in the shortest unambiguous form.
    func moment(_ instant: Instant) -> SafeText {
        SafeText(trusted: dates.moment(instant, now: now))
    }

    /// Returns a date and time in full, to the second.
    func dayAndTime(_ instant: Instant) -> SafeText {
        SafeText(trusted: dates.dayAndTime(instant))
    }

    /// Returns an amount's number in this bank's convention, with a plus sign only if `signed`.
    func number(_ money: Money, signed: Bool = false) -> String {
        let text = MoneyFormatter(convention).text(money)
        return signed && money.isPositive ? "+\(text)" : text
    }

    /// Returns, for each part of a balance, the one of several balances that needs the most cells.
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

    /// Returns the number of cells of an amount's whole part, without grouping, for comparison.
    ///
    /// Grouping adds most to those that are widest anyway.
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

    private static func balanceRole(_ money: Money) -> StyleRole {
        money.isNegative ? .balanceOverdrawn : .balance
    }

    /// Returns a figure of an account, in the role of the figure if none is given.
    ///
    /// An available amount that cannot be represented is shown as unknown.
    private func amount(
        _ figure: Figure,
        of balance: AgedBalance,
        role: StyleRole? = nil,
        word: SafeText? = nil,
        withCurrency: Bool = true
    ) -> AmountContent {
        let money = money(figure, of: balance)
        guard figure != .available || balance.addsUp || masksAmounts else {
            return AmountContent(
                "unknown",
                fractionDigitCount: 0,
                currency: withCurrency ? SafeText(trusted: money.currency.code) : nil,
                role: .statusWarning,
                word: word
            )
        }
        let isBalance = figure == .booked || figure == .available
        let ownRole = isBalance ? Self.balanceRole(money) : .text
        return amount(money, role: role ?? ownRole, word: word, withCurrency: withCurrency)
    }

    private func amount(
        _ money: Money,
        role: StyleRole,
        word: SafeText? = nil,
        signed: Bool = false,
        withCurrency: Bool = true
    ) -> AmountContent {
        // The stars have a fixed length, because the width of a number reveals its size.
        AmountContent(
            masksAmounts ? "*****" : SafeText(trusted: number(money, signed: signed)),
            fractionDigitCount: masksAmounts ? 0 : Int(money.currency.minorUnitExponent),
            currency: withCurrency ? SafeText(trusted: money.currency.code) : nil,
            role: masksAmounts ? .amountMasked : role,
            word: word
        )
    }
}
