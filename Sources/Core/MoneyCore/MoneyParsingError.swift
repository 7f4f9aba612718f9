/// Why a text is not an amount.
public enum MoneyParsingError: Error, Hashable, Sendable, CaseIterable {
    /// There is nothing but spaces.
    case empty
    /// It is longer than any amount.
    case tooLong
    /// There is a sign where only an amount above or at zero may stand, or two signs.
    case signNotAllowed
    /// There is a digit of another script.
    case foreignDigit
    /// There is a character that no amount has.
    case unexpectedCharacter
    /// A group separator stands where the convention would put none, so that it may be meant as a
    /// decimal separator.
    case ambiguousSeparator
    /// No digit stands before the decimal separator, or none after it.
    case missingDigits
    /// There are more decimals than the currency has.
    case tooManyDecimals
    /// The amount does not fit into 64 bits of minor units.
    case overflow
    /// The amount stands beside the code of another currency.
    case otherCurrency

    /// Whether more characters at the end may still make an amount of it.
    public var canBeCompleted: Bool {
        switch self {
        case .empty, .ambiguousSeparator, .missingDigits: true
        case .tooLong, .signNotAllowed, .foreignDigit, .unexpectedCharacter, .tooManyDecimals,
            .overflow, .otherCurrency:
            false
        }
    }

    /// What is wrong and what to do, for people.
    public var sentence: StaticString {
        switch self {
        case .empty: "There is no amount. Enter one."
        case .tooLong: "The amount is too long. Enter a shorter one."
        case .signNotAllowed: "No sign belongs here. Enter the amount without it."
        case .foreignDigit: "The amount has digits of another script. Use 0 to 9."
        case .unexpectedCharacter:
            "The amount has a character that does not belong there. Use digits."
        case .ambiguousSeparator:
            "A separator in the amount can be read in two ways. Enter plain digits."
        case .missingDigits: "Digits are missing beside the decimal separator. Add them."
        case .tooManyDecimals: "The amount has more decimals than the currency. Leave them out."
        case .overflow: "The amount is too large. Enter a smaller one."
        case .otherCurrency:
            "The amount names another currency than the account's. Enter it in the account's."
        }
    }
}
