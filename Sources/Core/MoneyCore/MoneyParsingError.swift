/// Reason why a text is not an amount.
package enum MoneyParsingError: Error, Hashable, Sendable, CaseIterable {
    /// The text is empty or has only spaces.
    case empty
    /// The text is longer than any amount.
    case tooLong
    /// The text has a sign although none is accepted, or a second sign.
    case signNotAllowed
    /// The text has a digit of another script.
    case foreignDigit
    /// The text has a character that does not occur in amounts.
    case unexpectedCharacter
    /// A group separator is where the convention has none, so it may mean a decimal separator.
    case ambiguousSeparator
    /// No digit is before the decimal separator, or none after it.
    case missingDigits
    /// The text has more decimals than the currency.
    case tooManyDecimals
    /// The amount does not fit in 64 bits of minor units.
    case overflow
    /// The text has the code of another currency.
    case otherCurrency

    /// True if further typing at the end may still make the text an amount.
    package var canBeCompleted: Bool {
        switch self {
        case .empty, .ambiguousSeparator, .missingDigits: true
        case .tooLong, .signNotAllowed, .foreignDigit, .unexpectedCharacter, .tooManyDecimals,
            .overflow, .otherCurrency:
            false
        }
    }

    /// Message for people that says what is wrong and what to do.
    package var sentence: StaticString {
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
