/// Reason why the books in memory could not be opened, read or written.
///
/// It contains no value of any row.
public struct MemoryStoreError: Error, Sendable, CustomStringConvertible {
    /// The reasons; the last four stand for writes that SQLite would reject.
    public enum Code: Hashable, Sendable {
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
    public let code: Code
    /// The reason in words, without values of rows.
    public let message: String
    /// The source file that threw the error.
    public let file: StaticString
    /// The source line that threw the error.
    public let line: UInt

    init(_ code: Code, _ message: String, file: StaticString = #fileID, line: UInt = #line) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }

    /// The message, the reason and the place in the source.
    public var description: String { "\(message) (\(code), \(file):\(line))" }
}
