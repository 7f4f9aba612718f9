/// Reason why this module refused input from outside.
///
/// It contains no key, no text and no length of either.
package struct CryptographyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The possible reasons, one for each rule.
    package enum Code: Sendable {
        /// N is not a power of two above 1, or r or p is outside its range.
        case invalidScryptParameters
        /// The parameters need more memory than ``Scrypt/memoryLimitBytes``.
        case scryptMemoryLimitExceeded
        /// The key's length is not one that the algorithm accepts.
        case invalidKeyLength
    }

    /// The rule that the input broke.
    package let code: Code
    /// Source file that refused the input.
    package let file: StaticString
    /// Source line that refused the input.
    package let line: UInt

    init(_ code: Code, file: StaticString = #fileID, line: UInt = #line) {
        self.code = code
        self.file = file
        self.line = line
    }

    /// Message for people, as a sentence without secrets.
    package var description: String {
        switch code {
        case .invalidScryptParameters: "The scrypt parameters are outside their range."
        case .scryptMemoryLimitExceeded: "The scrypt parameters need too much memory."
        case .invalidKeyLength: "The key has the wrong length."
        }
    }

    /// Returns true if both errors have the same code.
    package static func == (left: CryptographyError, right: CryptographyError) -> Bool {
        left.code == right.code
    }
}
