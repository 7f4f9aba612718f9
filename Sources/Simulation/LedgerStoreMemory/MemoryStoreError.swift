/// Reason why the books in memory could not be opened, read or written.
///
/// It contains no value of any row.
package struct MemoryStoreError: Error, Sendable, CustomStringConvertible {
    /// The reasons; the last four stand for writes that SQLite would reject.
    package enum Code: Hashable, Sendable {
        /// Another store has the books open.
        case inUse
        /// The store was closed, or the power of its disk failed.
        case closed
        /// A unique value exists already.
        case duplicate
        /// A row refers to another one that does not exist.
        case referenceMissing
        /// A number is not the next one.
        case gap
        /// A value is outside its range.
        case valueInvalid
    }

    /// The reason for the failure.
    package let code: Code
    /// The reason in words, without values of rows.
    package let message: String
    /// The source file that threw the error.
    package let file: StaticString
    /// The source line that threw the error.
    package let line: UInt

    init(_ code: Code, _ message: String, file: StaticString = #fileID, line: UInt = #line) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }

    /// The message, the reason and the place in the source.
    package var description: String { "\(message) (\(code), \(file):\(line))" }
}
