/// Limits on a kind of TOML file.
package struct TOMLRules: Hashable, Sendable {
    /// Maximum length of a file in bytes.
    package let byteLimit: Int
    /// True if headers such as `[[name]]` are allowed.
    package let allowsListsOfTables: Bool

    /// Creates limits from their parts.
    package init(byteLimit: Int, allowsListsOfTables: Bool) {
        self.byteLimit = byteLimit
        self.allowsListsOfTables = allowsListsOfTables
    }
}
