package import CoreVocabulary
package import MoneyCore

/// Filter for searching the entries of an account.
///
/// An entry matches if it is within the bounds of amount and value date, and one reading of the
/// typed words matches: ``phrase`` in either ``direction``, or ``text`` or ``parts`` in the given
/// direction.
package struct EntryFilter: Hashable, Sendable {
    /// Direction in which an entry changed its account.
    package enum Direction: Hashable, Sendable {
        /// The entry added to the holder's money.
        case credit
        /// The entry took from the holder's money.
        case debit
    }

    /// A reading of the words in parts, one for each cell of a row; an empty part matches anything.
    package struct Parts: Hashable, Sendable {
        /// Words that must each occur somewhere in the row, ignoring case.
        package var words: [String]
        /// Beginning of a word in the printed value date, such as `20 Nov` or `Nov 2026`.
        package var day: String
        /// Beginning of the printed amount or balance.
        package var figure: String

        /// Creates parts; those left out match anything.
        package init(words: [String] = [], day: String = "", figure: String = "") {
            self.words = words
            self.day = day
            self.figure = figure
        }
    }

    /// Text that an entry's row must contain, ignoring case; empty matches anything.
    ///
    /// It may occur anywhere in the counterparty or the reference, or begin a word of the printed
    /// value date, the printed amount or balance, or the number of the journal or the transfer.
    package var text: String
    /// Alternative reading of the same words, of which one must match; nil if there is none.
    package var parts: Parts?
    /// All words as typed, including those read as a direction or a sign.
    ///
    /// A row that contains them is found in either direction. It is empty if that is not a
    /// different reading.
    package var phrase: String
    /// Minimum amount without its sign, in minor units.
    package var leastMinorUnits: Int64?
    /// Maximum amount without its sign, in minor units.
    package var greatestMinorUnits: Int64?
    /// First value date of the range.
    package var from: BusinessDate?
    /// Last value date of the range.
    package var to: BusinessDate?
    /// Direction of the entries; nil for both.
    package var direction: Direction?
    /// Number convention in which the words were typed.
    package var convention: NumberConvention

    /// Creates a filter; without arguments it matches every entry.
    package init(
        text: String = "",
        parts: Parts? = nil,
        phrase: String = "",
        leastMinorUnits: Int64? = nil,
        greatestMinorUnits: Int64? = nil,
        from: BusinessDate? = nil,
        to: BusinessDate? = nil,
        direction: Direction? = nil,
        convention: NumberConvention = .india
    ) {
        self.text = text
        self.parts = parts
        self.phrase = phrase
        self.leastMinorUnits = leastMinorUnits
        self.greatestMinorUnits = greatestMinorUnits
        self.from = from
        self.to = to
        self.direction = direction
        self.convention = convention
    }
}
