public import CoreVocabulary

/// The number that people know an account by, written so that no two differ in their case alone.
///
/// It has letters, digits and hyphens, and hyphens tell numbers apart. The letters are all capitals
/// or all small, so that a number which differs in that alone is found with one look. Books of
/// earlier releases may hold others.
public struct AccountNumber: Hashable, Sendable {
    /// How many characters a number may have; the longest IBAN has 34.
    public static let lengths = 1...34

    /// Why a text is no number of an account, in the order in which the rules are checked.
    public enum Refusal: Error, Hashable, Sendable, CaseIterable {
        /// It holds a character other than a letter, a digit, a hyphen and a space.
        case badCharacter
        /// It has no character.
        case empty
        /// It has more than 34 characters.
        case tooLong
        /// It begins or ends with a hyphen.
        case outerHyphen
        /// It has capitals and small letters.
        case mixedCase
        /// It is written as identifiers are, and could be taken for another account's.
        case isIdentifier
    }

    /// The number without spaces.
    public let text: String

    /// Reads a number; spaces, as people write them between groups, are left out.
    ///
    /// - Throws: The first rule that the text breaks.
    public init(_ text: String) throws(Refusal) {
        let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }
        guard bytes.allSatisfy(Self.isAllowed) else { throw .badCharacter }
        guard let first = bytes.first, let last = bytes.last else { throw .empty }
        guard Self.lengths.contains(bytes.count) else { throw .tooLong }
        guard first != Self.hyphen, last != Self.hyphen else { throw .outerHyphen }
        guard !(bytes.contains(where: Self.isCapital) && bytes.contains(where: Self.isSmall)) else {
            throw .mixedCase
        }
        guard !Self.isIdentifier(bytes) else { throw .isIdentifier }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// The number in small letters and in capitals; it is one of the two.
    var spellings: [String] { Self.spellings(of: text) }

    /// Letters and digits in small letters and in capitals: of all these one account has the number.
    fileprivate static func spellings(of text: String) -> [String] {
        [text.lowercased(), text.uppercased()]
    }

    private static let hyphen = UInt8(ascii: "-")

    /// With its hyphens an identifier is longer than any number.
    private static func isIdentifier(_ bytes: [UInt8]) -> Bool {
        bytes.count == AccountID.digitCount && bytes.allSatisfy { Hex.value(ofDigit: $0) != nil }
    }

    private static func isCapital(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isSmall(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isCapital(byte) || isSmall(byte) || byte == hyphen
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension AccountReading {
    /// The account of a number as somebody types it: in groups or without, and in capitals, in small
    /// letters or in both; nil when there is none.
    ///
    /// A number that is written as it was typed goes before others. Books of earlier releases may hold
    /// two that differ in their case alone: where neither is written like that, it is none of them.
    public func account(numberTyped text: String) throws -> AccountID? {
        let number = text.filter { $0 != " " }
        for written in [text, number] {
            if let account = try account(number: written) { return account }
        }
        // What is no number of this release has one spelling: another letter's capital may be ours.
        guard number.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let found = Set(
            try AccountNumber.spellings(of: number).compactMap { try account(number: $0) }
        )
        return found.count == 1 ? found.first : nil
    }
}

extension AccountNumber.Refusal {
    /// The sentence for whoever gave the number.
    public var sentence: String {
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
