/// Position in a file, counted from 1.
package struct TOMLPlace: Hashable, Sendable {
    /// Line number, counted from 1.
    package let line: Int
    /// Column in bytes, counted from 1.
    package let column: Int

    /// Creates a position from line and column.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
