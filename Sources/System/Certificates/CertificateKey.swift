import COpenSSL
public import Cryptography

/// A private key for a certificate: ECDSA on P-256, which every TLS library of the last ten years
/// takes.
///
/// Source: FIPS 186-5; RFC 5480 for the encoding.
public final class CertificateKey: @unchecked Sendable {
    // SAFETY: set once and never changed; OpenSSL documents that threads may share a key that none
    // of them changes.
    let pointer: OpaquePointer

    private init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Makes a new key.
    ///
    /// - Throws: `libraryFailed`.
    public static func generate() throws(CertificateError) -> CertificateKey {
        CertificateKey(try required(counterfoil_p256_key_new()))
    }

    /// Reads the first private key of a PEM file, of whatever algorithm.
    ///
    /// - Parameter pem: The bytes of the file; the caller wipes them.
    /// - Throws: `noPrivateKey` when there is none, or it is locked with a password.
    public init(pem: SharedSecret) throws(CertificateError) {
        let copy = pem.duplicate()
        let key = try copy.withBytes { bytes throws(CertificateError) -> OpaquePointer? in
            let buffer = try PEMBuffer()
            try buffer.write(bytes)
            // Without a callback OpenSSL would ask the terminal for the password.
            return PEM_read_bio_PrivateKey(buffer.pointer, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key else { throw CertificateError(.noPrivateKey) }
        pointer = key
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    /// The bytes of a PEM file with the key, not locked with a password (PKCS #8).
    ///
    /// - Throws: `libraryFailed`.
    public func pem() throws(CertificateError) -> SharedSecret {
        let buffer = try PEMBuffer()
        try require(
            PEM_write_bio_PrivateKey(buffer.pointer, pointer, nil, nil, 0, nil, nil) == 1
        )
        return buffer.secret()
    }

    /// Whether a certificate is for this key.
    public func fits(_ certificate: Certificate) -> Bool {
        let fits = X509_check_private_key(certificate.pointer, pointer) == 1
        if !fits { ERR_clear_error() }
        return fits
    }
}
