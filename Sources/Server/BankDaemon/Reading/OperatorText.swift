package import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
package import MoneyCore

/// Texts that pass between the bank and an operator's terminal.
package enum OperatorText {
    /// Returns untrusted text with U+FFFD in place of control and hidden characters.
    package static func clean(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for (scalar, isHidden) in HiddenCharacters.marked(in: text) {
            clean.append(isHidden ? "\u{FFFD}" : scalar)
        }
        return String(clean)
    }

    /// Returns an amount with its currency code, as operators read and write it.
    package static func money(_ amount: Money) -> String {
        MoneyFormatter(.plain).textWithCode(amount)
    }

    /// Returns a number with the noun that it counts, such as "1 day" or "2 days".
    package static func count(_ number: some BinaryInteger, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    /// The characters that mean nothing else to a shell, wherever they are.
    private static let plainBytes = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_/:".utf8
    )

    /// Quotes untrusted text as one word of a shell command that evaluates to the text unchanged.
    ///
    /// Control and hidden characters are written as bytes in the `$'…'` syntax of bash and zsh.
    package static func shellWord(_ text: String) -> String {
        guard clean(text) == text else { return escapedWord(text) }
        if !text.isEmpty, text.utf8.allSatisfy(plainBytes.contains) { return text }
        // By scalars, because an apostrophe with a combining mark is another Swift character, but
        // not to a shell.
        let quoted = text.unicodeScalars.map { $0 == "'" ? #"'\''"# : String($0) }
        return "'" + quoted.joined() + "'"
    }

    /// Escapes hidden bytes with three octal digits; a fourth is never part of an escape.
    private static func escapedWord(_ text: String) -> String {
        let escaped = HiddenCharacters.marked(in: text).map { scalar, isHidden -> String in
            switch scalar {
            case "'": return #"\'"#
            case "\\": return #"\\"#
            case _ where isHidden:
                return String(scalar).utf8.map { byte in
                    let digits = String(byte, radix: 8)
                    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
                }.joined()
            default: return String(scalar)
            }
        }
        return "$'" + escaped.joined() + "'"
    }

    /// Parses an identifier, with hyphens as this program prints it, or as digits alone.
    package static func identifier<Subject>(
        _ text: String,
        _ subject: String
    ) throws(DaemonError) -> Identifier<Subject> {
        if let id: Identifier<Subject> = identifier(text) { return id }
        throw DaemonError("'\(clean(text))' is no identifier of a \(subject).", .badData)
    }

    /// Returns the identifier in a text, with or without hyphens and spaces, or nil.
    static func identifier<Subject>(_ text: String) -> Identifier<Subject>? {
        let text = text.filter { $0 != " " }
        if let id = Identifier<Subject>(text) { return id }
        guard text.utf8.count == Identifier<Subject>.digitCount else { return nil }
        return Hex.decode(text).flatMap { Identifier<Subject>(bytes: $0) }
    }
}

extension LedgerReading {
    /// Returns the user with a typed name, in which letter case does not matter, as at sign-in.
    ///
    /// - Throws: ``DaemonError``: `badData` for an invalid user name, `noUser` if no user has it.
    func user(typed name: String) throws -> UserRecord {
        let text: String
        do {
            text = try UserName(name).text
        } catch {
            throw DaemonError(error.sentence, .badData)
        }
        guard let user = try user(named: text) else {
            throw DaemonError("Nobody has the user name '\(text)'.", .noUser)
        }
        return user
    }

    /// Returns the account with a number, in any case and spacing, or with an identifier.
    ///
    /// - Throws: ``DaemonError``: `noInput` if there is none, `badData` if the text is the number
    ///   of one account and the identifier of another, which books of earlier releases allow.
    func account(named text: String) throws -> StoredAccount {
        let number = try account(numberTyped: text)
        let id: AccountID? = OperatorText.identifier(text)
        let named = try [number, id].compactMap(\.self).compactMap { try account($0) }
        guard let found = named.first else {
            throw DaemonError("The bank has no account \(OperatorText.clean(text)).", .noInput)
        }
        if let other = named.last, other.account.id != found.account.id {
            throw DaemonError(
                "\(OperatorText.clean(text)) is the number of the account \(found.account.id), and the "
                    + "identifier of the account \(OperatorText.clean(other.profile.number)). Name the "
                    + "account that you mean in the other way.",
                .badData
            )
        }
        return found
    }
}
