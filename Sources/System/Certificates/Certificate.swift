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

    /// Reads all certificates of a PEM file, in its order.
    ///
    /// - Parameter pem: The bytes of the file.
    /// - Returns: One or more.
    /// - Throws: `noCertificate` when there is none.
    public static func all(pem: [UInt8]) throws(CertificateError) -> [Certificate] {
        let buffer = try PEMBuffer()
        try buffer.write(pem.span)
        var all: [Certificate] = []
        while let next = PEM_read_bio_X509(buffer.pointer, nil, nil, nil) {
            all.append(Certificate(next))
        }
        // To OpenSSL the end of the file is an error, which must not be taken for one of the next call.
        ERR_clear_error()
        guard !all.isEmpty else { throw CertificateError(.noCertificate) }
        return all
    }

    deinit {
        X509_free(pointer)
    }

    /// True if it may sign others; of version 1, which cannot say so, one that signed itself.
    public var isAuthority: Bool { [1, 3].contains(X509_check_ca(pointer)) }

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
