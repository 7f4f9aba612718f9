/// A theme file as it was parsed, before anything in it is believed.
///
/// TerminalKit takes no parser; whoever reads the file hands its tree in.
public struct ThemeSource: Hashable, Sendable {
    /// The name under which the theme was asked for: that of its file without the ending.
    public let name: String
    /// What messages call the file.
    public let file: String
    /// The keys at the top of the file.
    public let entries: [ThemeEntry]

    /// Makes a source.
    public init(name: String, file: String, entries: [ThemeEntry]) {
        self.name = name
        self.file = file
        self.entries = entries
    }

    /// Whether a name is one that a theme may have: 1 to 32 of `a-z`, `0-9` and `-`.
    public static func isValidName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}

/// A key of a table and its value.
public struct ThemeEntry: Hashable, Sendable {
    /// The name that the value stands under.
    public let key: String
    /// What stands under the name.
    public let value: ThemeValue
    /// Where the key stands in the file, where that is known.
    public let position: SourcePosition?

    /// Makes an entry.
    public init(key: String, value: ThemeValue, position: SourcePosition? = nil) {
        self.key = key
        self.value = value
        self.position = position
    }
}

/// A value in a theme file.
public indirect enum ThemeValue: Hashable, Sendable {
    /// Characters.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// A list.
    case array([ThemeValue])
    /// Keys with values, in any order.
    case table([ThemeEntry])
    /// Something that no theme needs, such as `true`.
    case other
}

/// A place in a file, counted from 1.
public struct SourcePosition: Hashable, Sendable, Comparable {
    /// The line, from 1.
    public let line: Int
    /// The column in bytes, from 1.
    public let column: Int

    /// Makes a position.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Whether one place stands before the other.
    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
