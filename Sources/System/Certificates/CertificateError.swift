import COpenSSL

/// Why a certificate or its key could not be made or read.
///
/// Carries no key and nothing of what was read.
public struct CertificateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reasons.
    public enum Code: Sendable {
        /// The bytes hold no certificate in PEM.
        case noCertificate
        /// The bytes hold no private key in PEM, or one that is locked with a password.
        case noPrivateKey
        /// A name is empty, too long, or has characters that no such name has.
        case invalidName
        /// The end of the validity does not come after its beginning.
        case invalidValidity
        /// OpenSSL refused what it is known to take: memory is short, or an algorithm is forbidden.
        case libraryFailed
    }

    /// What happened.
    public let code: Code
    /// The file that found it.
    public let file: StaticString
    /// The line that found it.
    public let line: UInt

    init(_ code: Code, file: StaticString = #fileID, line: UInt = #line) {
        // What OpenSSL queued of this failure must not be taken for one of the next call.
        ERR_clear_error()
        self.code = code
        self.file = file
        self.line = line
    }

    /// What is wrong, as a sentence without secrets.
    public var description: String {
        switch code {
        case .noCertificate: "There is no certificate in PEM."
        case .noPrivateKey: "There is no private key in PEM, or it is locked with a password."
        case .invalidName: "The certificate cannot carry one of the names."
        case .invalidValidity: "The certificate would end before it begins."
        case .libraryFailed: "OpenSSL refused to work."
        }
    }

    /// Whether both name the same reason.
    public static func == (left: CertificateError, right: CertificateError) -> Bool {
        left.code == right.code
    }
}

/// Unwraps what is nil only when memory or an algorithm is missing.
func required<Value>(
    _ value: Value?,
    file: StaticString = #fileID,
    line: UInt = #line
) throws(CertificateError) -> Value {
    guard let value else { throw CertificateError(.libraryFailed, file: file, line: line) }
    return value
}

/// Insists that a call of OpenSSL succeeded.
func require(
    _ succeeded: Bool,
    file: StaticString = #fileID,
    line: UInt = #line
) throws(CertificateError) {
    guard succeeded else { throw CertificateError(.libraryFailed, file: file, line: line) }
}
