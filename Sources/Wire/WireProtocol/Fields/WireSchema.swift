/// Description of the JSON values that a field may have, in the words of JSON Schema.
///
/// Source: JSON Schema 2020-12.
package indirect enum WireSchema: Hashable, Sendable {
    /// Schema that is published once under a name.
    case named(String, WireSchema, note: String)
    /// Text of at most this many characters.
    case text(maxLength: Int)
    /// Text that a regular expression matches from its first character to its last.
    case pattern(String)
    /// Identifier in the text form of a UUID.
    case uuid
    /// Position in the feed in its text form.
    case cursor
    /// Bytes in base64; exactly `count` of them, unless it is nil.
    case bytes(count: Int?)
    /// One of some words.
    case words([String])
    /// Whole number within a range.
    case integer(ClosedRange<Int64>)
    /// The values true and false.
    case flag
    /// The JSON literal `null` alone.
    case null
    /// List of values, with the least and the largest count.
    case list(WireSchema, from: Int, through: Int?)
    /// Object with these members and no others.
    case object([WireMember])
    /// Exactly one of several schemas.
    case either([WireSchema])

    /// Creates the schema of an object that has one of several forms.
    package init(forms: [[WireMember]]) {
        let objects = forms.map { WireSchema.object($0) }
        self = objects.count == 1 ? objects[0] : .either(objects)
    }
}

/// Description of one member of an object.
package struct WireMember: Hashable, Sendable {
    /// Name of the member.
    package let name: String
    /// Schema of the value.
    package let schema: WireSchema
    /// True if the member has to be there; an optional member is absent, never null.
    package let isRequired: Bool
    /// Sentence for people; nil if the name says it all.
    package let note: String?
    /// Rule that no schema can express, as a sentence; nil without one.
    ///
    /// The decoder refuses a value that breaks it, and names this member.
    package internal(set) var rule: String?

    /// Creates a description from its parts.
    package init(
        _ name: String,
        _ schema: WireSchema,
        isRequired: Bool = true,
        _ note: String? = nil
    ) {
        self.name = name
        self.schema = schema
        self.isRequired = isRequired
        self.note = note
    }
}
