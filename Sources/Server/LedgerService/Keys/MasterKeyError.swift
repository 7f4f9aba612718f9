/// Why a ring of keys does not fit the books.
public struct MasterKeyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reasons.
    public enum Code: Hashable, Sendable {
        /// Something is sealed under a key that is not there.
        case keyMissing(MasterKey.Number)
        /// The key with this number is not the one that the books know under it.
        case keyIsAnother(MasterKey.Number)
        /// The number was used before, or one after it was.
        case numberUsed(MasterKey.Number)
    }

    /// What is wrong.
    public let code: Code
    /// The file that found it.
    public let file: StaticString
    /// The line that found it.
    public let line: UInt

    init(_ code: Code, file: StaticString = #fileID, line: UInt = #line) {
        self.code = code
        self.file = file
        self.line = line
    }

    /// What is wrong, as a sentence.
    public var description: String {
        switch code {
        case .keyMissing(let number):
            "Secrets in the books are sealed under master key \(number), which is not there."
        case .keyIsAnother(let number):
            "Master key \(number) is not the one that sealed secrets in these books."
        case .numberUsed(let number):
            "Master key \(number) cannot begin: its number, or a later one, was used before."
        }
    }

    /// Whether both name the same reason.
    public static func == (left: MasterKeyError, right: MasterKeyError) -> Bool {
        left.code == right.code
    }
}
