/// Fault of a message from the other side.
public enum WireError: Error, Equatable, Sendable {
    /// The bytes are no JSON that this protocol accepts.
    case syntax(JSONSyntaxError)
    /// A field that the message must have is missing.
    case missingField(String)
    /// A field has a value that it cannot have.
    case invalidField(String)
    /// A field that the message does not have; it is refused, not ignored.
    case unknownField(String)
    /// A kind of message that this side does not know.
    case unknownMessage
}
