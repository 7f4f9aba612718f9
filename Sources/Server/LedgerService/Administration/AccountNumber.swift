package import CoreVocabulary

/// Account number as people know it, with all its letters in the same case.
///
/// It consists of letters, digits and hyphens, and hyphens are significant. The letters are all
/// uppercase or all lowercase, so that one lookup per case finds a number that differs only in
/// case. Books of earlier releases may contain other numbers.
package struct AccountNumber: Hashable, Sendable {
    /// Allowed lengths in characters; the longest IBAN has 34.
    package static let lengths = 1...34

    /// Reason why a text is not an account number, in the order in which the rules are checked.
    package enum Refusal: Error, Hashable, Sendable, CaseIterable {
        /// It contains a character other than a letter, a digit, a hyphen or a space.
        case badCharacter
        /// It has no characters except spaces.
        case empty
        /// It has more than 34 characters.
        case tooLong
        /// It begins or ends with a hyphen.
        case outerHyphen
        /// It mixes uppercase and lowercase letters.
        case mixedCase
        /// It has the form of an account identifier and could be mistaken for another account's.
        case isIdentifier
    }

    /// The number without spaces.
    package let text: String

    /// Parses a number without the spaces between its groups; throws the first rule that it breaks.
    package init(_ text: String) throws(Refusal) {
        let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }
        guard bytes.allSatisfy(Self.isAllowed) else { throw .badCharacter }
        guard let first = bytes.first, let last = bytes.last else { throw .empty }
        guard Self.lengths.contains(bytes.count) else { throw .tooLong }
        guard first != Self.hyphen, last != Self.hyphen else { throw .outerHyphen }
        guard
            !(bytes.contains(where: \.isASCIIUpperCase)
                && bytes.contains(where: \.isASCIILowerCase))
        else {
            throw .mixedCase
        }
        guard !Self.isIdentifier(bytes) else { throw .isIdentifier }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// The number in lowercase and in uppercase; one of the two is the number itself.
    var spellings: [String] { Self.spellings(of: text) }

    /// Returns the lowercase and the uppercase spelling, of which only one account may own any.
    fileprivate static func spellings(of text: String) -> [String] {
        [text.lowercased(), text.uppercased()]
    }

    private static let hyphen = UInt8(ascii: "-")

    /// Returns true if the bytes could be the digits of an identifier without its hyphens.
    private static func isIdentifier(_ bytes: [UInt8]) -> Bool {
        // With its hyphens an identifier is longer than the longest number.
        bytes.count == AccountID.digitCount && bytes.allSatisfy { Hex.value(ofDigit: $0) != nil }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte.isASCIIUpperCase || byte.isASCIILowerCase || byte.isASCIIDigit || byte == hyphen
    }
}

extension AccountReading {
    /// Returns the account with a number as somebody types it, grouped or not and in any case.
    ///
    /// Returns nil if there is none. A number that is stored exactly as typed takes precedence.
    /// Books of earlier releases may contain two numbers that differ only in case. If neither is
    /// stored as typed, the result is nil.
    package func account(numberTyped text: String) throws -> AccountID? {
        let number = text.filter { $0 != " " }
        for written in [text, number] {
            if let account = try account(number: written) { return account }
        }
        // A non-ASCII number cannot be valid in this release and is only matched exactly, because
        // changing the case could map another letter to ASCII.
        guard number.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let found = Set(
            try AccountNumber.spellings(of: number).compactMap { try account(number: $0) }
        )
        return found.count == 1 ? found.first : nil
    }
}

extension AccountNumber.Refusal {
    /// The sentence to show to the person who entered the number.
    package var sentence: String {
        switch self {
        case .badCharacter:
            "The number of an account has only letters from A to Z, digits and hyphens."
        case .empty: "The account needs a number."
        case .tooLong: "The number of an account has at most 34 characters."
        case .outerHyphen: "The number of an account begins and ends with a letter or a digit."
        case .mixedCase:
            "The letters in the number of an account are all capitals or all small, so that no two "
                + "numbers differ in that alone."
        case .isIdentifier:
            "This number is written like an identifier, and could be taken for another account's. "
                + "Choose another one."
        }
    }
}
