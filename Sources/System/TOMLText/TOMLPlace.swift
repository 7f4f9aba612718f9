/// A place in a file, counted from 1.
public struct TOMLPlace: Hashable, Sendable {
    /// The line.
    public let line: Int
    /// The column, in bytes.
    public let column: Int

    /// Makes a place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
