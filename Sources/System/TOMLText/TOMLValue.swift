/// A value in a TOML file.
public indirect enum TOMLValue: Hashable, Sendable {
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
public struct TOMLTable: Hashable, Sendable {
    /// The keys in the order of the file.
    public let entries: [TOMLEntry]
    /// Position of the table: its header, its brace or its first dotted key.
    public let place: TOMLPlace

    /// Returns the entry of a key, or nil if there is none.
    ///
    /// Complexity: linear in the number of keys.
    public subscript(key: String) -> TOMLEntry? {
        entries.first { $0.key == key }
    }
}

/// A key of a table with its value.
public struct TOMLEntry: Hashable, Sendable {
    /// Name of the key, without quotation marks.
    public let key: String
    /// Value after the equals sign, or below the header.
    public let value: TOMLValue
    /// Position of the key; for a table or an array of tables, of its first header.
    public let place: TOMLPlace
}
