import CoreVocabulary

/// Name with which a user signs in: ASCII in lower case, so that no two look alike.
package struct UserName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Allowed length of a name in characters.
    package static let lengths = 3...32

    /// Reason why a text is not a user name, in the order of the checks.
    package enum Refusal: UInt16, Error, Hashable, Sendable, CaseIterable {
        /// The text has a character other than a letter, a digit, `.`, `-` and `_`.
        case badCharacter = 1
        /// The text does not begin with a letter.
        case badStart = 2
        /// The text is shorter than 3 characters.
        case tooShort = 3
        /// The text is longer than 32 characters.
        case tooLong = 4
    }

    /// The name in lower case.
    package let text: String

    /// Parses a name; upper case becomes lower case, and outer spaces are dropped.
    ///
    /// - Throws: ``Refusal`` with the first rule that the text breaks.
    package init(_ text: some StringProtocol) throws(Refusal) {
        let space = UInt8(ascii: " ")
        var bytes = Array(text.utf8.drop { $0 == space })
        while bytes.last == space { bytes.removeLast() }
        for index in bytes.indices where bytes[index].isASCIIUpperCase { bytes[index] += 32 }
        guard bytes.allSatisfy(Self.isAllowed) else { throw .badCharacter }
        guard let first = bytes.first else { throw .tooShort }
        guard first.isASCIILowerCase else { throw .badStart }
        guard bytes.count >= Self.lengths.lowerBound else { throw .tooShort }
        guard bytes.count <= Self.lengths.upperBound else { throw .tooLong }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// The name in lower case.
    package var description: String { text }

    /// Returns true if the left name sorts first by its text.
    package static func < (left: UserName, right: UserName) -> Bool {
        left.text < right.text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte.isASCIILowerCase || byte.isASCIIDigit || ".-_".utf8.contains(byte)
    }
}
