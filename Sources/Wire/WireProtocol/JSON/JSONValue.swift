/// A JSON value in which every number is an integer and every object keeps its order.
///
/// Amounts travel as integer minor units, so the API has no fractions; a message with one is
/// refused by ``StrictJSON``. Source: RFC 8259, narrowed to what I-JSON (RFC 7493) can carry.
package enum JSONValue: Hashable, Sendable {
    /// The JSON value `null`.
    case null
    /// The JSON value `true` or `false`.
    case boolean(Bool)
    /// A whole number that fits 64 bits.
    case integer(Int64)
    /// A string of Unicode scalars.
    case string(String)
    /// An array, in its order.
    case array([JSONValue])
    /// An object with its members in order; each name is unique.
    case object([JSONMember])
}

/// A name and its value in a JSON object.
package struct JSONMember: Hashable, Sendable {
    /// The name, unique in its object.
    package let name: String
    /// The value under the name.
    package let value: JSONValue

    /// Creates a member from its name and value.
    package init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}
