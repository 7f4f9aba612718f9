import ClientService
import MoneyCore
import SyncCore
import TerminalKit

/// The lines about figures that few accounts have.
extension OverviewScreen {
    /// Cells for an account's name in such a line.
    private static let substituteNameWidth = 14
    /// The indent of a row in a list.
    private static let rowIndent: SafeText = "  "
    /// The largest margin beside the content, both sides together, in cells.
    private static let marginWidth = 3

    /// Returns the line about overdrafts, which are part of the available amount; nil for none.
    func overdraftWords(_ context: ScreenContext) -> SafeText? {
        line(of: \.overdraft, context.words.overdraft, " in ", context)
    }

    /// Returns the line about minimum balances, which are no part of the available amount; nil for
    /// none.
    ///
    /// Painted, each of its lines begins where the rows above and the line about overdrafts do.
    func minimumLines(_ context: ScreenContext) -> [SafeText]? {
        let told = line(of: \.minimumBalance, context.words.minimum, ", not in ", context)
        guard let words = told else { return nil }
        guard case .cells(let size) = context.viewport else { return [words] }
        let width = max(1, size.width - Self.rowIndent.width - Self.marginWidth)
        return words.wrapped(toWidth: width).map { Self.rowIndent + $0 }
    }

    /// Returns a figure that few accounts have: of the selected account, or of the only one that has
    /// it; nil where none has.
    private func line(
        of figure: KeyPath<AgedBalance, Money>,
        _ title: SafeText,
        _ link: SafeText,
        _ context: ScreenContext
    ) -> SafeText? {
        let end = link + context.words.available
        let having = (context.session?.accounts ?? []).filter {
            !$0.balance[keyPath: figure].isZero
        }
        guard let first = having.first else { return nil }
        let selected = selectedAccount(context)
        let told = having.first { $0.record.accountID == selected } ?? first
        guard having.count == 1 || told.record.accountID == selected else {
            return "\(title) of \(having.count) accounts\(end)"
        }
        let name = context.format.shortAccountName(told.record, width: Self.substituteNameWidth)
        let amount = context.format.plainAmount(told.balance[keyPath: figure])
        let currency = amount.currency ?? .empty
        return "\(title) of \(name)\(end): \(amount.number) \(currency)"
    }
}
