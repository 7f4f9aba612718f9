import COpenSSL
package import Cryptography

/// Private key of a certificate: ECDSA on P-256, supported by every TLS library of the last decade.
///
/// Source: FIPS 186-5; RFC 5480 for the encoding.
package final class CertificateKey: @unchecked Sendable {
    // SAFETY: set once and never changed; OpenSSL documents that threads may share a key that none
    // of them changes.
    let pointer: OpaquePointer

    private init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Generates a new key.
    ///
    /// - Throws: `libraryFailed`.
    package static func generate() throws(CertificateError) -> CertificateKey {
        CertificateKey(try required(counterfoil_p256_key_new()))
    }

    /// Reads the first private key in the bytes of a PEM file, of any algorithm.
    ///
    /// The caller wipes the bytes.
    ///
    /// - Throws: `noPrivateKey` if there is none, or it is encrypted.
    package init(pem: SharedSecret) throws(CertificateError) {
        let copy = pem.duplicate()
        let key = try copy.withBytes { bytes throws(CertificateError) -> OpaquePointer? in
            let buffer = try PEMBuffer()
            try buffer.write(bytes)
            // Without this callback OpenSSL would ask for the password on the terminal.
            return PEM_read_bio_PrivateKey(buffer.pointer, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key else { throw CertificateError(.noPrivateKey) }
        pointer = key
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    /// Returns the key as the bytes of a PEM file, unencrypted (PKCS #8).
    ///
    /// - Throws: `libraryFailed`.
    package func pem() throws(CertificateError) -> SharedSecret {
        let buffer = try PEMBuffer()
        try require(
            PEM_write_bio_PrivateKey(buffer.pointer, pointer, nil, nil, 0, nil, nil) == 1
        )
        return buffer.secret()
    }

    /// Returns true if the certificate's public key belongs to this key.
    package func fits(_ certificate: Certificate) -> Bool {
        let fits = X509_check_private_key(certificate.pointer, pointer) == 1
        if !fits { ERR_clear_error() }
        return fits
    }
}
