/// Parsed theme file, before validation; the caller parses, because TerminalKit has no parser.
package struct ThemeSource: Hashable, Sendable {
    /// Requested name of the theme: its file name without the extension.
    package let name: String
    /// Name of the file in messages.
    package let file: String
    /// Entries at the top level of the file.
    package let entries: [ThemeEntry]

    /// Creates a source from parsed entries.
    package init(name: String, file: String, entries: [ThemeEntry]) {
        self.name = name
        self.file = file
        self.entries = entries
    }

    /// Returns true if a name is valid for a theme: 1 to 32 of `a-z`, `0-9` and `-`.
    package static func isValidName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy("abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains)
    }
}

/// Key of a table and its value.
package struct ThemeEntry: Hashable, Sendable {
    /// Key of the entry in its table.
    package let key: String
    /// Value of the entry.
    package let value: ThemeValue
    /// Position of the key in the file; nil if it is unknown.
    package let position: SourcePosition?

    /// Creates an entry from a key and a value.
    package init(key: String, value: ThemeValue, position: SourcePosition? = nil) {
        self.key = key
        self.value = value
        self.position = position
    }
}

/// Value in a theme file.
package indirect enum ThemeValue: Hashable, Sendable {
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
package struct SourcePosition: Hashable, Sendable {
    /// Line number, from 1.
    package let line: Int
    /// Column in bytes, from 1.
    package let column: Int

    /// Creates a position from a line and a column.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
