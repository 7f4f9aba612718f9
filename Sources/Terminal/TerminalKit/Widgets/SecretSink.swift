/// Receiver of a secret's characters, one by one, without ever creating a String.
///
/// The console's implementation is a locked buffer that is zeroed and cannot be copied.
/// ``MaskedField`` only counts.
public protocol SecretSink: ~Copyable {
    /// Number of characters held.
    var count: Int { get }
    /// Appends a character to the secret.
    ///
    /// - Returns: True if there was room for it.
    mutating func append(_ scalar: Unicode.Scalar) -> Bool
    /// Erases the last character.
    ///
    /// Does nothing if there is none.
    mutating func removeLast()
    /// Erases all characters held.
    mutating func clear()
}
