/// Parsed theme file, before validation; the caller parses, because TerminalKit has no parser.
public struct ThemeSource: Hashable, Sendable {
    /// Requested name of the theme: its file name without the extension.
    public let name: String
    /// Name of the file in messages.
    public let file: String
    /// Entries at the top level of the file.
    public let entries: [ThemeEntry]

    /// Creates a source from parsed entries.
    public init(name: String, file: String, entries: [ThemeEntry]) {
        self.name = name
        self.file = file
        self.entries = entries
    }

    /// Returns true if a name is valid for a theme: 1 to 32 of `a-z`, `0-9` and `-`.
    public static func isValidName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy("abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains)
    }
}

/// Key of a table and its value.
public struct ThemeEntry: Hashable, Sendable {
    /// Key of the entry in its table.
    public let key: String
    /// Value of the entry.
    public let value: ThemeValue
    /// Position of the key in the file; nil if it is unknown.
    public let position: SourcePosition?

    /// Creates an entry from a key and a value.
    public init(key: String, value: ThemeValue, position: SourcePosition? = nil) {
        self.key = key
        self.value = value
        self.position = position
    }
}

/// Value in a theme file.
public indirect enum ThemeValue: Hashable, Sendable {
    /// A string of any length.
    case string(String)
    /// A whole number of type `Int`.
    case integer(Int)
    /// A list of values.
    case array([ThemeValue])
    /// Keys with values, in any order.
    case table([ThemeEntry])
    /// A value of a type that themes do not use, such as `true`.
    case other
}

/// Position in a file, counted from 1.
public struct SourcePosition: Hashable, Sendable {
    /// Line number, from 1.
    public let line: Int
    /// Column in bytes, from 1.
    public let column: Int

    /// Creates a position from a line and a column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
