/// Why input from outside was refused by this module.
///
/// Carries no key, no text and no length of either.
public struct CryptographyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reasons, one for each rule.
    public enum Code: Sendable {
        /// N is no power of two above 1, or r or p lies outside its range.
        case invalidScryptParameters
        /// The parameters need more memory than ``Scrypt/memoryLimitBytes``.
        case scryptMemoryLimitExceeded
        /// A key has a length that its algorithm does not take.
        case invalidKeyLength
        /// The bytes do not fit into the secret.
        case secretTooLong
    }

    /// Which rule was broken.
    public let code: Code
    /// The file that refused.
    public let file: StaticString
    /// The line that refused.
    public let line: UInt

    init(_ code: Code, file: StaticString = #fileID, line: UInt = #line) {
        self.code = code
        self.file = file
        self.line = line
    }

    /// What is wrong, as a sentence without secrets.
    public var description: String {
        switch code {
        case .invalidScryptParameters: "The scrypt parameters are outside their range."
        case .scryptMemoryLimitExceeded: "The scrypt parameters need too much memory."
        case .invalidKeyLength: "The key has the wrong length."
        case .secretTooLong: "The secret is longer than its buffer."
        }
    }

    /// Whether both name the same rule.
    public static func == (left: CryptographyError, right: CryptographyError) -> Bool {
        left.code == right.code
    }
}
