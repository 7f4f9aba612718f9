import COpenSSL
import Cryptography

/// An X.509 certificate.
///
/// Source: RFC 5280.
public final class Certificate: @unchecked Sendable {
    // SAFETY: set once, and signed or read whole before anybody else sees it; after that it is only
    // read, and OpenSSL guards what reading caches.
    let pointer: OpaquePointer

    /// Takes a certificate over.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Reads the first certificate of a PEM file.
    ///
    /// - Parameter pem: The bytes of the file.
    /// - Throws: `noCertificate` when there is none.
    public init(pem: [UInt8]) throws(CertificateError) {
        let buffer = try PEMBuffer()
        try buffer.write(pem.span)
        guard let certificate = PEM_read_bio_X509(buffer.pointer, nil, nil, nil) else {
            throw CertificateError(.noCertificate)
        }
        pointer = certificate
    }

    deinit {
        X509_free(pointer)
    }

    /// The bytes of a PEM file with the certificate.
    ///
    /// - Throws: `libraryFailed`.
    public func pem() throws(CertificateError) -> [UInt8] {
        let buffer = try PEMBuffer()
        try require(PEM_write_bio_X509(buffer.pointer, pointer) == 1)
        return buffer.bytes()
    }

    /// The bytes that are signed and hashed: DER.
    ///
    /// - Throws: `libraryFailed`.
    public func der() throws(CertificateError) -> [UInt8] {
        let byteCount = i2d_X509(pointer, nil)
        try require(byteCount > 0)
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(byteCount)) { buffer, count in
            var next = buffer.baseAddress
            count = Int(max(0, i2d_X509(pointer, &next)))
        }
        try require(bytes.count == Int(byteCount))
        return bytes
    }
}
