/// A value of a TOML file.
public indirect enum TOMLValue: Hashable, Sendable {
    /// Characters.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// `true` or `false`.
    case boolean(Bool)
    /// A list in brackets, or the tables under headers `[[name]]`.
    case array([TOMLValue])
    /// Keys with values, by headers, by dots or in braces.
    case table(TOMLTable)
}

/// Keys with their values.
public struct TOMLTable: Hashable, Sendable {
    /// The keys in the order of the file.
    public let entries: [TOMLEntry]
    /// Where the table starts: at its header, its brace or its first key with dots.
    public let place: TOMLPlace

    /// Makes a table.
    public init(entries: [TOMLEntry], place: TOMLPlace) {
        self.entries = entries
        self.place = place
    }

    /// The entry of a key; nil when there is none.
    ///
    /// Complexity: linear in the number of keys.
    public subscript(key: String) -> TOMLEntry? {
        entries.first { $0.key == key }
    }
}

/// A key of a table and its value.
public struct TOMLEntry: Hashable, Sendable {
    /// The name, without quotation marks.
    public let key: String
    /// What stands behind the equals sign, or below the header.
    public let value: TOMLValue
    /// Where the key stands; the first header of a table or of a list of tables.
    public let place: TOMLPlace

    /// Makes an entry.
    public init(key: String, value: TOMLValue, place: TOMLPlace) {
        self.key = key
        self.value = value
        self.place = place
    }
}
