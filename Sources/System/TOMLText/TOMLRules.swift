/// What a kind of file may be.
public struct TOMLRules: Hashable, Sendable {
    /// The bytes of a file at most.
    public let byteLimit: Int
    /// Whether headers such as `[[name]]` are read.
    public let allowsListsOfTables: Bool

    /// Makes rules.
    public init(byteLimit: Int, allowsListsOfTables: Bool) {
        self.byteLimit = byteLimit
        self.allowsListsOfTables = allowsListsOfTables
    }
}
