import ClientService
import MoneyCore
import SyncCore
import TerminalKit

/// Parsing of the amount that was typed, and its problems.
extension TransferScreen {
    /// Parses the text of the amount field.
    func parsed(
        _ currency: Currency,
        _ context: ScreenContext
    ) throws(MoneyParsingError) -> Money {
        try parsed(amount.text, currency, context)
    }

    private func parsed(
        _ text: String,
        _ currency: Currency,
        _ context: ScreenContext
    ) throws(MoneyParsingError) -> Money {
        try MoneyParser(context.configuration.convention).parse(text, currency: currency)
    }

    /// The reason why the amount cannot be transferred; nil when it can.
    ///
    /// A field that does not hold what was typed is not gone on with.
    func amountRefusal(_ context: ScreenContext) -> SafeText? {
        if let refusal = amount.refusal { return refusal }
        guard let currency = currency(context) else { return nil }
        do {
            return try parsed(currency, context).isPositive ? nil : Self.notPositive(context)
        } catch {
            return SafeText(trusted: "\(error.sentence)")
        }
    }

    /// The reason why the text is no amount and cannot become one.
    func amountProblem(_ context: ScreenContext) -> SafeText? {
        guard let currency = currency(context) else { return nil }
        do {
            let money = try parsed(currency, context)
            return money.isPositive || mayBecomeMore(currency, context)
                ? nil : Self.notPositive(context)
        } catch {
            let mayBecomeOne = error.canBeCompleted || beginsCode(of: currency, context)
            return mayBecomeOne ? nil : SafeText(trusted: "\(error.sentence)")
        }
    }

    /// Returns true if another digit can make a zero more than zero.
    private func mayBecomeMore(_ currency: Currency, _ context: ScreenContext) -> Bool {
        let separator = Character(context.configuration.convention.decimalSeparator)
        return ["1", "\(separator)1"].contains { end in
            // What cannot be read is no amount above zero.
            (try? parsed(amount.text + end, currency, context))?.isPositive == true
        }
    }

    /// Returns true if the text ends with the beginning of the currency's code, and is an amount
    /// with the rest of it.
    private func beginsCode(of currency: Currency, _ context: ScreenContext) -> Bool {
        (1..<currency.code.count).contains { count in
            amount.text.uppercased().hasSuffix(currency.code.prefix(count))
                && mayBeAmount(amount.text + currency.code.dropFirst(count), currency, context)
        }
    }

    private func mayBeAmount(
        _ text: String,
        _ currency: Currency,
        _ context: ScreenContext
    ) -> Bool {
        do {
            _ = try parsed(text, currency, context)
            return true
        } catch {
            return error.canBeCompleted
        }
    }

    private static func notPositive(_ context: ScreenContext) -> SafeText {
        SafeText(trusted: Sentences.draft(.amountNotPositive, for: context.words).text)
    }

    /// The reason why the balance beside an amount cannot pay it; nil for an unfinished amount, and
    /// if the figure is not reliable.
    ///
    /// Reckoned whenever it is shown: the figure may change while somebody types.
    func typedShortage(_ context: ScreenContext) -> SafeText? {
        guard let balance = from.flatMap({ context.session?.account($0)?.balance }),
            // That it is closed stands above.
            balance.addsUp, !balance.isClosed,
            // Half an amount is no error yet.
            let money = try? parsed(balance.available.currency, context),
            money.isPositive, money.minorUnits > balance.available.minorUnits
        else { return nil }
        if case .unverified = balance.freshness { return nil }
        return notEnough(context)
    }
}
