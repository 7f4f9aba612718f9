/// Receiver of a secret's characters, one by one, without ever creating a String.
///
/// The console's implementation is a locked buffer that is zeroed and cannot be copied.
package protocol SecretSink: ~Copyable {
    /// Number of characters held.
    var count: Int { get }
    /// Appends a character to the secret, or returns false if there was no room.
    mutating func append(_ scalar: Unicode.Scalar) -> Bool
    /// Erases the last character, if there is one.
    mutating func removeLast()
    /// Erases all characters held.
    mutating func clear()
}
