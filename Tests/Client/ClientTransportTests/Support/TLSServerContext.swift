import CLibssl
import Certificates
import Cryptography

/// How a server of the tests speaks TLS.
struct TLSServerSettings: Sendable {
    let certificate: Certificate
    let key: CertificateKey
    /// Whose certificates terminals must show; nil for none asked.
    var terminalAuthority: Certificate?
    var highestVersion = Int32(TLS1_3_VERSION)
    /// Whether it prefers HTTP/2.
    var offersHTTP2 = false
}

/// libssl's settings of a server.
final class TLSServerContext: @unchecked Sendable {
    // SAFETY: set up before anybody else sees it; libssl guards what handshakes change.
    let pointer: OpaquePointer

    init(_ settings: TLSServerSettings) throws {
        guard let pointer = SSL_CTX_new(TLS_server_method()) else {
            throw ServerFailure(reason: "no TLS")
        }
        self.pointer = pointer
        // Old versions of TLS need the digests of their time.
        SSL_CTX_set_cipher_list(pointer, "DEFAULT:@SECLEVEL=0")
        let certificate = try Self.read(try settings.certificate.pem())
        defer { X509_free(certificate) }
        let key = try settings.key.pem().duplicate().withBytes { bytes in
            let source = BIO_new(BIO_s_mem())
            defer { BIO_free(source) }
            bytes.withUnsafeBytes { _ = BIO_write(source, $0.baseAddress, Int32($0.count)) }
            return PEM_read_bio_PrivateKey(source, nil, nil, nil)
        }
        defer { EVP_PKEY_free(key) }
        guard SSL_CTX_use_certificate(pointer, certificate) == 1,
            SSL_CTX_use_PrivateKey(pointer, key) == 1,
            counterfoil_ssl_set_versions(pointer, Int32(TLS1_VERSION), settings.highestVersion) == 1
        else { throw ServerFailure(reason: "no TLS") }
        if let authority = settings.terminalAuthority {
            let trusted = try Self.read(try authority.pem())
            defer { X509_free(trusted) }
            X509_STORE_add_cert(SSL_CTX_get_cert_store(pointer), trusted)
            let mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
            SSL_CTX_set_verify(pointer, mode, nil)
        }
        if settings.offersHTTP2 { offerHTTP2() }
    }

    deinit {
        SSL_CTX_free(pointer)
    }

    private static func read(_ pem: [UInt8]) throws -> OpaquePointer {
        let source = BIO_new(BIO_s_mem())
        defer { BIO_free(source) }
        BIO_write(source, pem, Int32(pem.count))
        guard let certificate = PEM_read_bio_X509(source, nil, nil, nil) else {
            throw ServerFailure(reason: "no certificate")
        }
        return certificate
    }

    private func offerHTTP2() {
        SSL_CTX_set_alpn_select_cb(
            pointer,
            { _, selected, selectedCount, offered, offeredCount, _ in
                let wanted = Array("h2".utf8)
                var index = 0
                while let offered, index < Int(offeredCount) {
                    let count = Int(offered[index])
                    let name = UnsafeBufferPointer(start: offered + index + 1, count: count)
                    if name.elementsEqual(wanted) {
                        selected?.pointee = offered + index + 1
                        selectedCount?.pointee = UInt8(count)
                        return SSL_TLSEXT_ERR_OK
                    }
                    index += count + 1
                }
                return SSL_TLSEXT_ERR_NOACK
            },
            nil
        )
    }
}
