/// Position in a file, counted from 1.
public struct TOMLPlace: Hashable, Sendable {
    /// Line number, counted from 1.
    public let line: Int
    /// Column in bytes, counted from 1.
    public let column: Int

    /// Creates a position from line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
