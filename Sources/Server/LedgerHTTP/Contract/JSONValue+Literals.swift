package import WireProtocol

/// Literals of JSON values, so that a schema reads like the document that it becomes.
extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Creates a string from its literal.
    package init(stringLiteral text: String) { self = .string(text) }

    /// Creates a flag from its literal.
    package init(booleanLiteral flag: Bool) { self = .boolean(flag) }

    /// Creates an array from its literal.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Creates an object from its literal, with the members in their order.
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { JSONMember($0, $1) })
    }
}
