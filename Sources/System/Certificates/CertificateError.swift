import COpenSSL

/// Reason why a certificate or its key could not be created or read.
///
/// It contains no key and nothing of the input.
package struct CertificateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The possible reasons, for a caller to switch over.
    package enum Code: Sendable {
        /// The bytes contain no certificate in PEM.
        case noCertificate
        /// The bytes contain no private key in PEM, or only an encrypted one.
        case noPrivateKey
        /// A name is empty, too long, or has characters that are not allowed.
        case invalidName
        /// The end of the validity is not after its beginning.
        case invalidValidity
        /// OpenSSL refused valid input: memory is short, or an algorithm is disabled.
        case libraryFailed
    }

    /// Reason for the error.
    package let code: Code
    /// Source file that reported the error.
    package let file: StaticString
    /// Source line that reported the error.
    package let line: UInt

    init(_ code: Code, file: StaticString = #fileID, line: UInt = #line) {
        // OpenSSL's queued errors of this failure must not be attributed to the next call.
        ERR_clear_error()
        self.code = code
        self.file = file
        self.line = line
    }

    /// Message for people, as a sentence without secrets.
    package var description: String {
        switch code {
        case .noCertificate: "There is no certificate in PEM."
        case .noPrivateKey: "There is no private key in PEM, or it is locked with a password."
        case .invalidName: "The certificate cannot carry one of the names."
        case .invalidValidity: "The certificate would end before it begins."
        case .libraryFailed: "OpenSSL refused to work."
        }
    }

    /// Returns true if both errors have the same code.
    package static func == (left: CertificateError, right: CertificateError) -> Bool {
        left.code == right.code
    }
}

/// Unwraps a value that is nil only if memory or an algorithm is missing.
func required<Value>(
    _ value: Value?,
    file: StaticString = #fileID,
    line: UInt = #line
) throws(CertificateError) -> Value {
    guard let value else { throw CertificateError(.libraryFailed, file: file, line: line) }
    return value
}

/// Throws `libraryFailed` unless a call of OpenSSL succeeded.
func require(
    _ succeeded: Bool,
    file: StaticString = #fileID,
    line: UInt = #line
) throws(CertificateError) {
    guard succeeded else { throw CertificateError(.libraryFailed, file: file, line: line) }
}
