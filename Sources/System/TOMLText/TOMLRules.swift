/// Limits on a kind of TOML file.
public struct TOMLRules: Hashable, Sendable {
    /// Maximum length of a file in bytes.
    public let byteLimit: Int
    /// True if headers such as `[[name]]` are allowed.
    public let allowsListsOfTables: Bool

    /// Creates limits from their parts.
    public init(byteLimit: Int, allowsListsOfTables: Bool) {
        self.byteLimit = byteLimit
        self.allowsListsOfTables = allowsListsOfTables
    }
}
