/// Fault of a message from the other side.
package enum WireError: Error, Equatable, Sendable {
    /// The bytes are no JSON that this protocol accepts.
    case syntax(JSONSyntaxError)
    /// A field that the message must have is missing.
    case missingField(String)
    /// A field has a value that it cannot have.
    case invalidField(String)
    /// An unknown field, which is refused and not ignored.
    case unknownField(String)
    /// An unknown kind of message.
    case unknownMessage
}
