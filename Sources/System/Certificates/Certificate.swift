import COpenSSL
import Cryptography

/// An X.509 certificate, as an OpenSSL object.
///
/// Source: RFC 5280.
package final class Certificate: @unchecked Sendable {
    // SAFETY: set once, and signed or read whole before anybody else sees it; after that it is only
    // read, and OpenSSL guards what reading caches.
    let pointer: OpaquePointer

    /// Takes ownership of an OpenSSL certificate.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Reads the first certificate in the bytes of a PEM file.
    ///
    /// - Throws: `noCertificate` if there is none.
    package init(pem: [UInt8]) throws(CertificateError) {
        let buffer = try PEMBuffer()
        try buffer.write(pem.span)
        guard let certificate = PEM_read_bio_X509(buffer.pointer, nil, nil, nil) else {
            throw CertificateError(.noCertificate)
        }
        pointer = certificate
    }

    /// Reads all certificates in the bytes of a PEM file, in its order.
    ///
    /// - Throws: `noCertificate` if there is none.
    package static func all(pem: [UInt8]) throws(CertificateError) -> [Certificate] {
        let buffer = try PEMBuffer()
        try buffer.write(pem.span)
        var all: [Certificate] = []
        while let next = PEM_read_bio_X509(buffer.pointer, nil, nil, nil) {
            all.append(Certificate(next))
        }
        // The error at the end of the file must not be attributed to the next call of OpenSSL.
        ERR_clear_error()
        guard !all.isEmpty else { throw CertificateError(.noCertificate) }
        return all
    }

    deinit {
        X509_free(pointer)
    }

    /// True if the certificate may sign others.
    ///
    /// A version 1 certificate cannot say so; it counts if it is self-signed.
    package var isAuthority: Bool { [1, 3].contains(X509_check_ca(pointer)) }

    /// Returns the certificate as the bytes of a PEM file.
    ///
    /// - Throws: `libraryFailed`.
    package func pem() throws(CertificateError) -> [UInt8] {
        let buffer = try PEMBuffer()
        try require(PEM_write_bio_X509(buffer.pointer, pointer) == 1)
        return buffer.bytes()
    }

    /// Returns the DER encoding, which is hashed for fingerprints.
    ///
    /// - Throws: `libraryFailed`.
    package func der() throws(CertificateError) -> [UInt8] {
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
