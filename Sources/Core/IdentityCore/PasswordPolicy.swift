/// What a new password must be.
///
/// Sources: NIST SP 800-63B-4 §3.1.1.2, PCI DSS 4.0.1 8.3.6.
///
/// Passwords never expire and need no mixture of characters: length and the block list do the
/// work, and a second factor is always asked.
///
/// A password is hashed as the bytes that were typed. Unicode can write one character in several
/// ways, and two keyboards may differ; NIST asks for normalisation, but normalising would need a
/// `String`, which cannot be wiped. So the form is fixed where it is cheap: a new password must be
/// in normalisation form C already, as nearly all keyboards send it, and is refused with a reason
/// when it is not.
public struct PasswordPolicy: Sendable {
    /// The fewest characters, each Unicode scalar counting as one.
    public static let leastCharacterCount = 12
    /// The most bytes in UTF-8, a bound against abuse and no advice.
    ///
    /// 64 characters of any script fit.
    public static let mostByteCount = 256
    /// The fewest bytes of a context word that count; shorter ones occur by chance.
    public static let leastContextWordByteCount = 4

    /// Why a password is refused, in the order in which the rules are checked.
    public enum Refusal: UInt16, Error, Hashable, Sendable, CaseIterable {
        /// It is longer than 256 bytes.
        case tooLong = 1
        /// It is no UTF-8, or holds a control character.
        case badText = 2
        /// It holds a character that cannot be seen, so that nobody can type it again by looking.
        case invisible = 7
        /// It begins or ends with a space.
        case outerSpace = 8
        /// It is not in normalisation form C.
        case ambiguousText = 3
        /// It has fewer than 12 characters.
        case tooShort = 4
        /// It holds the user's name, the bank's or another word that an attacker tries first.
        case holdsContextWord = 5
        /// It is known from breaches or lists of common passwords.
        case blocked = 6
    }

    /// Words that must not occur, in any case of ASCII letters: bank, branch, the user's names.
    public let contextWords: [String]

    /// Makes the policy for one user.
    public init(contextWords: [String]) {
        self.contextWords = contextWords
    }

    /// Checks a new password.
    ///
    /// - Parameters:
    ///   - password: The bytes as typed.
    ///   - isBlocked: Whether a list knows the password; asked last.
    /// - Returns: The first rule that it breaks; nil when it may be used.
    public func refusal(
        of password: Span<UInt8>,
        isBlocked: (Span<UInt8>) -> Bool
    ) -> Refusal? {
        guard password.count <= Self.mostByteCount else { return .tooLong }
        // The error says where; saying that much of a password is too much.
        guard let text = try? UTF8Span(validating: password) else { return .badText }
        guard let characterCount = Self.characterCount(of: text) else { return .badText }
        guard !Self.holdsInvisible(text) else { return .invisible }
        let isBare =
            password.isEmpty
            || (password[0] != Self.space
                && password[password.count - 1] != Self.space)
        guard isBare
        else { return .outerSpace }
        guard Self.isNormalised(text) else { return .ambiguousText }
        guard characterCount >= Self.leastCharacterCount else { return .tooShort }
        guard !holdsContextWord(password) else { return .holdsContextWord }
        return isBlocked(password) ? .blocked : nil
    }

    // nil when there is a control character, which a terminal cannot type twice the same way.
    private static func characterCount(of text: UTF8Span) -> Int? {
        var scalars = text.makeUnicodeScalarIterator()
        var count = 0
        while let scalar = scalars.next() {
            if scalar.properties.generalCategory == .control { return nil }
            count += 1
        }
        return count
    }

    private static let space = UInt8(ascii: " ")

    /// Whether there is a character without a shape: one of format, or a space other than the one
    /// that the space bar sends.
    private static func holdsInvisible(_ text: UTF8Span) -> Bool {
        var scalars = text.makeUnicodeScalarIterator()
        while let scalar = scalars.next() {
            switch scalar.properties.generalCategory {
            case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                return true
            case .spaceSeparator:
                if scalar != " " { return true }
            default:
                if scalar.properties.isDefaultIgnorableCodePoint { return true }
            }
        }
        return false
    }

    private static func isNormalised(_ text: UTF8Span) -> Bool {
        var text = text
        return text.checkForNFC(quickCheck: false)
    }

    private func holdsContextWord(_ password: Span<UInt8>) -> Bool {
        contextWords.contains { word in
            let word = word.utf8.map(Self.lowerCase)
            guard word.count >= Self.leastContextWordByteCount, word.count <= password.count
            else { return false }
            return (0...password.count - word.count).contains { start in
                word.indices.allSatisfy { Self.lowerCase(password[start + $0]) == word[$0] }
            }
        }
    }

    private static func lowerCase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }
}
