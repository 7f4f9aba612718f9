/// Rules that a new password must satisfy.
///
/// Sources: NIST SP 800-63B-4 §3.1.1.2, PCI DSS 4.0.1 8.3.6.
///
/// Passwords never expire and need no mixture of characters. Security comes from the length, the
/// block list and a second factor that is always asked for.
///
/// A password is hashed as the bytes that were typed. Unicode can encode one character in several
/// ways, and two keyboards may differ. NIST asks for normalisation, but that would need a `String`,
/// which cannot be wiped. So the policy checks the form instead: a new password must already be in
/// normalisation form C, as nearly all keyboards send it, and is otherwise refused with a reason.
package struct PasswordPolicy: Sendable {
    /// Minimum number of characters; each Unicode scalar counts as one.
    package static let leastCharacterCount = 12
    /// Maximum length in bytes of UTF-8, a bound against abuse; 64 characters of any script fit.
    package static let mostByteCount = 256
    /// Minimum length in bytes of a context word; shorter words occur by chance.
    package static let leastContextWordByteCount = 4

    /// Reason for refusing a password, in the order in which the rules are checked.
    package enum Refusal: UInt16, Error, Hashable, Sendable, CaseIterable {
        /// The password is longer than 256 bytes.
        case tooLong = 1
        /// The password is not UTF-8, or contains a control character.
        case badText = 2
        /// The password contains an invisible character, which nobody can retype from sight.
        case invisible = 7
        /// The password begins or ends with a space.
        case outerSpace = 8
        /// The password is not in normalisation form C.
        case ambiguousText = 3
        /// The password has fewer than 12 characters.
        case tooShort = 4
        /// The password contains the user's name, the bank's or another word that an attacker tries
        /// first.
        case holdsContextWord = 5
        /// The password is known from breaches or lists of common passwords.
        case blocked = 6
    }

    /// Words that must not occur, ignoring ASCII case: bank, branch, the user's names.
    package let contextWords: [String]

    /// Creates the policy for one user with the words to refuse.
    package init(contextWords: [String]) {
        self.contextWords = contextWords
    }

    /// Checks a new password.
    ///
    /// The block list is consulted last. Returns the first broken rule; nil if there is none.
    package func refusal(
        of password: Span<UInt8>,
        isBlocked: (Span<UInt8>) -> Bool
    ) -> Refusal? {
        guard password.count <= Self.mostByteCount else { return .tooLong }
        // The error names the position of the invalid byte, which would reveal too much.
        guard let text = try? UTF8Span(validating: password) else { return .badText }
        guard let characterCount = Self.characterCount(of: text) else { return .badText }
        guard !Self.holdsInvisible(text) else { return .invisible }
        let space = UInt8(ascii: " ")
        if !password.isEmpty, password[0] == space || password[password.count - 1] == space {
            return .outerSpace
        }
        guard Self.isNormalised(text) else { return .ambiguousText }
        guard characterCount >= Self.leastCharacterCount else { return .tooShort }
        guard !holdsContextWord(password) else { return .holdsContextWord }
        return isBlocked(password) ? .blocked : nil
    }

    // Returns nil if there is a control character, which a terminal cannot type the same way twice.
    private static func characterCount(of text: UTF8Span) -> Int? {
        var scalars = text.makeUnicodeScalarIterator()
        var count = 0
        while let scalar = scalars.next() {
            if scalar.properties.generalCategory == .control { return nil }
            count += 1
        }
        return count
    }

    /// Returns true if the text has an invisible character.
    ///
    /// That is a format character, or a space other than the one that the space bar sends.
    private static func holdsInvisible(_ text: UTF8Span) -> Bool {
        var scalars = text.makeUnicodeScalarIterator()
        while let scalar = scalars.next() {
            switch scalar.properties.generalCategory {
            case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return true
            case .spaceSeparator where scalar != " ": return true
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
