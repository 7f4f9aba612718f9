import Cryptography
import IdentityCore
import TerminalKit

/// A field for a secret, which it holds in locked memory and nowhere else.
struct SecretField: Sendable {
    /// The buffer that holds the typed characters.
    private(set) var secret: SharedSecret
    /// The reason why the field could not keep all that was typed; nil if it did.
    ///
    /// Goes when something is taken out, and nobody goes on before.
    var refusal: SafeText? { field.refusal }
    /// The reason why the last paste was refused; the field is unchanged, and typing goes on.
    private(set) var warning: SafeText?
    private let capacity: Int
    private var field: MaskedField

    /// Creates an empty field for so many characters.
    init(maximumCount: Int) {
        // Four bytes hold any character in UTF-8.
        capacity = maximumCount * 4
        secret = SharedSecret(capacity: capacity)
        field = MaskedField(maximumCount: maximumCount)
    }

    /// Creates a field for a password.
    static func password() -> SecretField { SecretField(maximumCount: 128) }

    /// Creates a field for a one-time code, with room for the gaps that people type in it.
    static func code() -> SecretField { SecretField(maximumCount: 12) }

    /// True if nothing was typed.
    var isEmpty: Bool { secret.isEmpty }

    /// The masked content that the screen shows.
    var content: Field.Content { .masked(count: secret.scalarCount) }

    /// The reason why the content is not a one-time code; nil when it is one.
    var codeProblem: SafeText? {
        if isEmpty { return "is needed" }
        let isCode = secret.withBytes { OneTimeCode(digits: $0) != nil }
        return isCode ? nil : digitProblem ?? Self.lengthProblem
    }

    /// The reason why the content cannot become a one-time code; nil while more digits may help.
    var digitProblem: SafeText? {
        let digitCount = secret.withBytes { bytes -> Int? in
            var count = 0
            for index in bytes.indices where bytes[index] != UInt8(ascii: " ") {
                let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
                guard digits.contains(bytes[index]) else { return nil }
                count += 1
            }
            return count
        }
        guard let digitCount else { return "A code has digits only." }
        return digitCount > OneTimeCode.digitCounts.upperBound ? Self.lengthProblem : nil
    }

    private static let lengthProblem: SafeText = "A code has 6 to 8 digits."

    /// Applies an edit; returns the reason if the field could not keep the typed text.
    mutating func edit(_ edit: FieldEdit) -> SafeText? {
        warning = nil
        var sink = Sink(secret: secret)
        switch edit {
        case .key(let key):
            _ = field.handle(key, sink: &sink)
        case .paste(let text):
            warning = MaskedField.refusal(ofPaste: text)
            guard warning == nil else { return refusal }
            _ = field.paste(text, sink: &sink)
        case .replace(let text):
            warning = MaskedField.refusal(ofPaste: text)
            guard warning == nil else { return refusal }
            clear()
            _ = field.paste(text, sink: &sink)
        }
        return refusal
    }

    /// Adopts a secret that was typed elsewhere, and empties the given one.
    mutating func take(_ other: SharedSecret) {
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

    /// Clears the typed secret.
    mutating func clear() {
        warning = nil
        var sink = Sink(secret: secret)
        field.clear(sink: &sink)
    }

    /// Removes the warning about a paste: the user has pressed a key since.
    mutating func forgetWarning() {
        warning = nil
    }

    /// Returns the secret and starts with an empty one, so that the receiver may wipe it.
    mutating func surrender() -> SharedSecret {
        let given = secret
        warning = nil
        secret = SharedSecret(capacity: capacity)
        field = MaskedField(maximumCount: field.maximumCount)
        return given
    }

    /// The sink that writes typed characters into locked memory.
    private struct Sink: SecretSink {
        let secret: SharedSecret
        var count: Int { secret.scalarCount }
        func append(_ scalar: Unicode.Scalar) -> Bool { secret.append(scalar) }
        func removeLast() { secret.removeLastScalar() }
        func clear() { secret.wipe() }
    }
}
