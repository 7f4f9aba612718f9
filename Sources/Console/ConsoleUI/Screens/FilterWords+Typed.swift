import ClientService
import MoneyCore
import TerminalKit

/// A filter as somebody types it above the entries of an account.
extension FilterWords {
    /// That what was typed is no filter, in the few words for which the filter's line has room.
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

    /// That what was typed is no filter; nil where it is one, or none can be read yet.
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
