import ClientService
import MoneyCore
import TerminalKit

/// A filter as somebody types it above the entries of an account.
extension FilterWords {
    /// The short words about a text that is no filter, for the filter's line.
    static let notUnderstood: SafeText = "not understood"

    /// The filter that was typed; nil when nothing was, or the currency of the entries is not known.
    static func filter(
        typed text: String,
        currency: Currency?,
        convention: NumberConvention
    ) throws(Problem) -> EntryFilter? {
        guard !text.isEmpty, let currency else { return nil }
        return try parse(text, currency: currency, convention: convention)
    }

    /// Returns the words about a text that is no filter; nil for a filter, or if none can be read
    /// yet.
    static func misunderstanding(
        of text: String,
        currency: Currency?,
        convention: NumberConvention
    ) -> SafeText? {
        do {
            _ = try filter(typed: text, currency: currency, convention: convention)
            return nil
        } catch {
            return notUnderstood
        }
    }
}
