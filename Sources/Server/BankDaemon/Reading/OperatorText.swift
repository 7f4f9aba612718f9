public import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService

/// Texts between the bank and an operator's terminal.
public enum OperatorText {
    /// Text from outside, without what would move the cursor or hide something.
    public static func clean(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for (scalar, isHidden) in HiddenCharacters.marked(in: text) {
            clean.append(isHidden ? "\u{FFFD}" : scalar)
        }
        return String(clean)
    }

    /// Text from outside as one word of a command that can be pasted into a shell, out of which it
    /// comes as it is.
    ///
    /// What moves the cursor or cannot be seen is written by its bytes, in the `$'…'` of bash and zsh.
    public static func shellWord(_ text: String) -> String {
        guard clean(text) == text else { return escapedWord(text) }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        if isPlain, !text.isEmpty { return text }
        // By scalars: a mark on it makes another character of an apostrophe, and none to a shell.
        let quoted = text.unicodeScalars.map { $0 == "'" ? #"'\''"# : String($0) }
        return "'" + quoted.joined() + "'"
    }

    /// Three octal digits for each byte, since a fourth never belongs to them.
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

    /// Reads an identifier, with hyphens as this program prints it, or as digits alone.
    ///
    /// - Parameters:
    ///   - text: What was typed.
    ///   - subject: What it names, for the sentence.
    /// - Returns: The identifier.
    /// - Throws: `badData` when it is none.
    public static func identifier<Subject>(
        _ text: String,
        _ subject: String
    ) throws(DaemonError) -> Identifier<Subject> {
        if let id: Identifier<Subject> = identifier(text) { return id }
        throw DaemonError("'\(clean(text))' is no identifier of a \(subject).", .badData)
    }

    /// The identifier that a text is, with hyphens or without, spaces left out as in a number; nil for
    /// any other text.
    static func identifier<Subject>(_ text: String) -> Identifier<Subject>? {
        let text = text.filter { $0 != " " }
        if let id = Identifier<Subject>(text) { return id }
        guard text.utf8.count == Identifier<Subject>.digitCount else { return nil }
        return Hex.decode(text).flatMap { Identifier<Subject>(bytes: $0) }
    }
}

extension LedgerReading {
    /// The user of a name as it was typed: as at sign-in, upper and lower case are one.
    ///
    /// - Throws: ``DaemonError``: `badData` for no user name, `noUser` when nobody has it.
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

    /// The account of a number, in groups or without and in capitals or small letters, or of an
    /// identifier.
    ///
    /// - Throws: ``DaemonError``: `noInput` when there is none, `badData` when the text is the number
    ///   of one account and the identifier of another, as books of earlier releases may have it.
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
