/// A value in a TOML file.
package indirect enum TOMLValue: Hashable, Sendable {
    /// A string of characters.
    case string(String)
    /// A whole number, in decimal.
    case integer(Int)
    /// A boolean, `true` or `false`.
    case boolean(Bool)
    /// An array in brackets, or the tables under headers `[[name]]`.
    case array([TOMLValue])
    /// A table, from headers, dotted keys or braces.
    case table(TOMLTable)
}

/// A table: keys with their values.
package struct TOMLTable: Hashable, Sendable {
    /// The keys in the order of the file.
    package let entries: [TOMLEntry]
    /// Position of the table: its header, its brace or its first dotted key.
    package let place: TOMLPlace

    /// Returns the entry of a key, or nil if there is none.
    ///
    /// Complexity: linear in the number of keys.
    package subscript(key: String) -> TOMLEntry? {
        entries.first { $0.key == key }
    }
}

/// A key of a table with its value.
package struct TOMLEntry: Hashable, Sendable {
    /// Name of the key, without quotation marks.
    package let key: String
    /// Value after the equals sign, or below the header.
    package let value: TOMLValue
    /// Position of the key; for a table or an array of tables, of its first header.
    package let place: TOMLPlace
}
