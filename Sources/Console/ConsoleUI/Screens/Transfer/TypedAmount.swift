import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// Amount as it is typed, and the reasons why it cannot be transferred.
struct TypedAmount {
    private let input: FieldInput
    private let from: AccountID?
    private let context: ScreenContext
    /// Currency of the paying account; nil if the account was never shown.
    let currency: Currency?

    /// Reads the content of a field as an amount to pay from an account.
    init(_ input: FieldInput, from sides: TransferSides, _ context: ScreenContext) {
        self.input = input
        self.context = context
        from = sides.from
        currency = sides.currency(context)
    }

    /// The amount; nil while the text is not one.
    var money: Money? {
        // Half an amount is no error yet; ``refusal`` and ``problem`` state the reason.
        currency.flatMap { try? parsed(input.text, $0) }
    }

    /// True if the amount can be transferred as far as the figures here tell.
    var isPayable: Bool {
        input.refusal == nil && money?.isPositive == true && shortage == nil
    }

    /// The amount as it is understood while it is typed, such as `1,20,000.00 INR`.
    var preview: SafeText? {
        guard let currency, let money, money.isPositive else { return nil }
        return SafeText(trusted: "\(context.format.number(money)) \(currency.code)")
    }

    /// Reason why the content cannot be transferred; nil if it can.
    ///
    /// A field that does not hold what was typed is not submitted.
    var refusal: SafeText? {
        if let refusal = input.refusal { return refusal }
        guard let currency else { return nil }
        do {
            return try parsed(input.text, currency).isPositive ? nil : notPositive
        } catch {
            return SafeText(trusted: "\(error.sentence)")
        }
    }

    /// Reason why the content is no amount and no more characters can make it one.
    var problem: SafeText? {
        guard let currency else { return nil }
        do {
            let money = try parsed(input.text, currency)
            return money.isPositive || mayBecomeMore(currency) ? nil : notPositive
        } catch {
            let mayBecomeOne = error.canBeCompleted || beginsCode(of: currency)
            return mayBecomeOne ? nil : SafeText(trusted: "\(error.sentence)")
        }
    }

    /// Reason why the amount cannot be paid by the figure beside it.
    ///
    /// Nil for what is no whole amount yet, and where the figure is not to be relied on. Calculated
    /// whenever it is shown, since the figure may change while the user types.
    var shortage: SafeText? {
        guard let balance = from.flatMap({ context.session?.account($0)?.balance }),
            // That it is closed is stated above.
            balance.addsUp, !balance.isClosed,
            // Half an amount is no error yet.
            let money = try? parsed(input.text, balance.available.currency),
            money.isPositive, money.minorUnits > balance.available.minorUnits
        else { return nil }
        if case .unverified = balance.freshness { return nil }
        return context.notEnough(in: from)
    }

    private func parsed(_ text: String, _ currency: Currency) throws(MoneyParsingError) -> Money {
        try MoneyParser(context.configuration.convention).parse(text, currency: currency)
    }

    /// Returns true if a zero becomes more than zero with another digit.
    private func mayBecomeMore(_ currency: Currency) -> Bool {
        let separator = Character(context.configuration.convention.decimalSeparator)
        return ["1", "\(separator)1"].contains { end in
            // What cannot be read is no amount above zero.
            (try? parsed(input.text + end, currency))?.isPositive == true
        }
    }

    /// Returns true if the text ends with the beginning of the currency's code, and is an amount
    /// with the rest of it.
    private func beginsCode(of currency: Currency) -> Bool {
        (1..<currency.code.count).contains { count in
            input.text.uppercased().hasSuffix(currency.code.prefix(count))
                && mayBeAmount(input.text + currency.code.dropFirst(count), currency)
        }
    }

    private func mayBeAmount(_ text: String, _ currency: Currency) -> Bool {
        do {
            _ = try parsed(text, currency)
            return true
        } catch {
            return error.canBeCompleted
        }
    }

    private var notPositive: SafeText {
        Sentences.draft(.amountNotPositive, for: context.words).safeText
    }
}
