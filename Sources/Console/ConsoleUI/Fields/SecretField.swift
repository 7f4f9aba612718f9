import Cryptography
import TerminalKit

/// A field for a secret: what was typed is kept in locked memory and nowhere else.
struct SecretField: Sendable {
    /// Where the characters are.
    private(set) var secret: SharedSecret
    private let capacity: Int
    private var field: MaskedField

    /// An empty field that takes so many characters.
    init(maximumCount: Int) {
        // Four bytes hold any character in UTF-8.
        capacity = maximumCount * 4
        secret = SharedSecret(capacity: capacity)
        field = MaskedField(maximumCount: maximumCount)
    }

    /// A field for a password.
    static func password() -> SecretField { SecretField(maximumCount: 128) }

    /// A field for a one-time code.
    static func code() -> SecretField { SecretField(maximumCount: 8) }

    /// Whether nothing was typed.
    var isEmpty: Bool { secret.isEmpty }

    /// What the screen shows of it.
    var content: Field.Content { .masked(count: secret.scalarCount) }

    /// Takes a key; why it was refused, if it was.
    mutating func edit(_ edit: FieldEdit) -> SafeText? {
        var sink = Sink(secret: secret)
        let outcome: WidgetOutcome
        switch edit {
        case .key(let key):
            outcome = field.handle(key, sink: &sink)
        case .paste(let text):
            outcome = field.paste(text, sink: &sink)
        case .replace(let text):
            field.clear(sink: &sink)
            outcome = field.paste(text, sink: &sink)
        }
        if case .refused(let reason) = outcome { return reason }
        return nil
    }

    /// Takes a secret that was typed elsewhere, character by character; empties the other one.
    mutating func take(_ other: SharedSecret) {
        clear()
        // The bytes are lent and never become a string.
        other.withBytes { bytes in
            for index in bytes.indices { secret.append(bytes[index]) }
        }
        other.wipe()
    }

    /// Forgets what was typed.
    mutating func clear() {
        var sink = Sink(secret: secret)
        field.clear(sink: &sink)
    }

    /// Gives the secret away and starts with an empty one, so that whoever got it may wipe it.
    mutating func surrender() -> SharedSecret {
        let given = secret
        secret = SharedSecret(capacity: capacity)
        return given
    }

    /// Puts what the terminal layer types into locked memory.
    private struct Sink: SecretSink {
        let secret: SharedSecret
        var count: Int { secret.scalarCount }
        func append(_ scalar: Unicode.Scalar) -> Bool { secret.append(scalar) }
        func removeLast() { secret.removeLastScalar() }
        func clear() { secret.wipe() }
    }
}
