public import CoreVocabulary
public import MoneyCore

/// A search among the entries of an account.
///
/// The bounds of amount and value date must hold, and one reading of what was typed: ``phrase``
/// without regard to ``direction``, or ``text`` or ``parts`` with it.
public struct EntryFilter: Hashable, Sendable {
    /// The direction in which an entry moved its account.
    public enum Direction: Hashable, Sendable {
        /// It added to what the holder has.
        case credit
        /// It took from what the holder has.
        case debit
    }

    /// Words taken apart, each for its own cell of a row; empty for any.
    public struct Parts: Hashable, Sendable {
        /// Each of them stands somewhere in the row, without regard to case.
        public var words: [String]
        /// The beginning of a word in the printed value date, such as `20 Nov` or `Nov 2026`.
        public var day: String
        /// The beginning of the printed amount or balance.
        public var figure: String

        /// Makes them.
        public init(words: [String] = [], day: String = "", figure: String = "") {
            self.words = words
            self.day = day
            self.figure = figure
        }
    }

    /// A text that an entry's row has to hold, without regard to case; empty for any.
    ///
    /// It may stand anywhere in the counterparty or the reference, or begin a word of the printed
    /// value date, the printed amount or balance, or the number of the journal or the transfer.
    public var text: String
    /// Another reading of the same words, of which one has to hold; nil when there is none.
    public var parts: Parts?
    /// All words with those that were read as a direction or a sign: a row that holds them as they were
    /// typed is found, whatever its direction; empty where that is no other reading.
    public var phrase: String
    /// The least amount without its sign, in minor units.
    public var leastMinorUnits: Int64?
    /// The greatest amount without its sign, in minor units.
    public var greatestMinorUnits: Int64?
    /// The first value date.
    public var from: BusinessDate?
    /// The last value date.
    public var to: BusinessDate?
    /// The direction; nil for both.
    public var direction: Direction?
    /// The way amounts are printed where the words were read.
    public var convention: NumberConvention

    /// Makes a filter; without arguments it lets everything through.
    public init(
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
