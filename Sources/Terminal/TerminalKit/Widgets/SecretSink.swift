/// Where the characters of a secret go, one by one, without ever being a String.
///
/// The console's implementation is a locked buffer that is zeroed and cannot be copied;
/// ``MaskedField`` only counts.
public protocol SecretSink: ~Copyable {
    /// How many characters are held.
    var count: Int { get }
    /// Takes a character after the others.
    ///
    /// - Returns: Whether there was room for it.
    mutating func append(_ scalar: Unicode.Scalar) -> Bool
    /// Forgets the last character; does nothing when there is none.
    mutating func removeLast()
    /// Forgets everything.
    mutating func clear()
}
