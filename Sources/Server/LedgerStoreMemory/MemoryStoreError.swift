/// Why the books in memory could not be opened, read or written.
///
/// Holds no value of any row.
public struct MemoryStoreError: Error, Sendable, CustomStringConvertible {
    /// The reasons; where SQLite refuses a statement, one of the last five.
    public enum Code: Hashable, Sendable {
        /// Another store has the books open.
        case inUse
        /// The store was closed, or the disk under it lost its power.
        case closed
        /// What has to be unique is there already.
        case duplicate
        /// A row names another one that is not there.
        case referenceMissing
        /// A number is not the next one.
        case gap
        /// A value is outside its range.
        case valueInvalid
    }

    /// What happened.
    public let code: Code
    /// In words, without values of rows.
    public let message: String
    /// The file that found it.
    public let file: StaticString
    /// The line that found it.
    public let line: UInt

    init(
        _ code: Code,
        _ message: String,
        file: StaticString = #fileID,
        line: UInt = #line
    ) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }

    /// What happened, and where.
    public var description: String { "\(message) (\(code), \(file):\(line))" }
}
