import CoreVocabulary
import Cryptography
import IdentityCore
import TerminalKit

/// Field for a secret, which is kept in locked memory and nowhere else.
struct SecretField: Sendable {
    /// Locked memory with the typed characters.
    private(set) var secret: SharedSecret
    /// Reason why the field does not hold all that was typed; nil if it does.
    ///
    /// It lasts until something is deleted, and the field is not submitted before.
    var refusal: SafeText? { field.refusal }
    /// Reason why the last paste was rejected; the content is unchanged and may be used.
    private(set) var warning: SafeText?
    private let capacity: Int
    private var field: MaskedField

    /// Creates an empty field for a number of characters.
    init(maximumCount: Int) {
        // Four bytes hold any character in UTF-8.
        capacity = maximumCount * 4
        secret = SharedSecret(capacity: capacity)
        field = MaskedField(maximumCount: maximumCount)
    }

    /// Creates a field for a password.
    static func password() -> SecretField { SecretField(maximumCount: 128) }

    /// Creates a field for a one-time code, with room for gaps between its digits.
    static func code() -> SecretField { SecretField(maximumCount: 12) }

    /// True if nothing was typed.
    var isEmpty: Bool { secret.isEmpty }

    /// Content that the screen shows.
    var content: Field.Content { .masked(count: secret.scalarCount) }

    /// Reason why the content is no one-time code; nil if it is one.
    var codeProblem: SafeText? {
        if isEmpty { return "is needed" }
        let isCode = secret.withBytes { OneTimeCode(digits: $0) != nil }
        return isCode ? nil : digitProblem ?? Self.lengthProblem
    }

    /// Reason why the content cannot become a one-time code; nil if more digits may make it one.
    var digitProblem: SafeText? {
        let digitCount = secret.withBytes { bytes -> Int? in
            var count = 0
            for index in bytes.indices where bytes[index] != UInt8(ascii: " ") {
                guard bytes[index].isASCIIDigit else { return nil }
                count += 1
            }
            return count
        }
        guard let digitCount else { return "A code has digits only." }
        return digitCount > OneTimeCode.digitCounts.upperBound ? Self.lengthProblem : nil
    }

    private static let lengthProblem: SafeText = "A code has 6 to 8 digits."

    /// Applies an edit; returns the reason why the field does not hold what was typed, if any.
    mutating func edit(_ edit: FieldEdit) -> SafeText? {
        warning = nil
        var sink = Sink(secret: secret)
        switch edit {
        case .key(let key):
            _ = field.handle(key, sink: &sink)
        case .paste(let text), .replace(let text):
            warning = MaskedField.refusal(ofPaste: text)
            guard warning == nil else { break }
            if case .replace = edit { clear() }
            _ = field.paste(text, sink: &sink)
        }
        return refusal
    }

    /// Replaces the content by a secret that was typed elsewhere, which is emptied.
    mutating func replace(with other: SharedSecret) {
        clear()
        // The bytes are lent and never become a string.
        let isWhole = other.withBytes { bytes in
            for index in bytes.indices {
                guard secret.append(bytes[index]) else { return false }
            }
            return true
        }
        if !isWhole {
            clear()
            field.miss("That was too long and was not taken. Type it again.")
        }
        other.wipe()
    }

    /// Erases the typed characters.
    mutating func clear() {
        warning = nil
        var sink = Sink(secret: secret)
        field.clear(sink: &sink)
    }

    /// Removes the warning about a rejected paste; a user who pressed a key has seen it.
    mutating func forgetWarning() {
        warning = nil
    }

    /// Hands over the secret, which the receiver wipes, and continues with an empty one.
    mutating func surrender() -> SharedSecret {
        let given = secret
        warning = nil
        secret = SharedSecret(capacity: capacity)
        field = MaskedField(maximumCount: field.maximumCount)
        return given
    }

    /// Sink of the terminal layer, which writes into locked memory.
    private struct Sink: SecretSink {
        let secret: SharedSecret
        var count: Int { secret.scalarCount }
        func append(_ scalar: Unicode.Scalar) -> Bool { secret.append(scalar) }
        func removeLast() { secret.removeLastScalar() }
        func clear() { secret.wipe() }
    }
}
