import COpenSSL
package import Cryptography
import Glibc

/// Fields of a certificate, read once.
package struct CertificateSummary: Hashable, Sendable {
    /// Common name of the subject; empty if there is none.
    package let subject: String
    /// Common name of the issuer; empty if there is none.
    package let issuer: String
    /// Subject alternative names in the certificate's order; other kinds of names are left out.
    package let names: [AlternativeName]
    /// Validity period of the certificate.
    package let validity: Validity
    /// SHA-256 of the DER encoding, by which people compare certificates.
    package let fingerprint: Digest256
    /// True if the certificate may sign others.
    package let isAuthority: Bool

    /// Name of the terminal it was issued to; nil for any other certificate.
    package var deviceName: DeviceName? {
        for case .uri(let uri) in names {
            if let name = DeviceName(uri: uri) { return name }
        }
        return nil
    }

    /// Reads the first certificate in a PEM file.
    ///
    /// - Throws: `noCertificate` or `libraryFailed`.
    package init(pem: [UInt8]) throws(CertificateError) {
        try self.init(Certificate(pem: pem))
    }

    /// Reads the fields of a certificate.
    ///
    /// - Throws: `libraryFailed`.
    package init(_ certificate: Certificate) throws(CertificateError) {
        let pointer = certificate.pointer
        subject = Self.commonName(X509_get_subject_name(pointer))
        issuer = Self.commonName(X509_get_issuer_name(pointer))
        names = Self.names(of: pointer)
        validity = Validity(
            fromSeconds: try Self.seconds(X509_get0_notBefore(pointer)),
            throughSeconds: try Self.seconds(X509_get0_notAfter(pointer))
        )
        fingerprint = Digest256(hashing: try certificate.der())
        isAuthority = certificate.isAuthority
    }

    /// Returns the whole days left at a time: 0 on the last day, negative afterwards.
    package func daysLeft(atSeconds now: Int64) -> Int64 {
        let seconds = validity.throughSeconds - now
        return seconds >= 0 ? seconds / 86_400 : -((-seconds + 86_399) / 86_400)
    }

    private static func commonName(_ name: OpaquePointer?) -> String {
        guard let name else { return "" }
        let place = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
        guard place >= 0, let entry = X509_NAME_get_entry(name, place),
            let text = X509_NAME_ENTRY_get_data(entry)
        else { return "" }
        var converted: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&converted, text)
        guard count >= 0, let converted else { return "" }
        defer { CRYPTO_free(converted, #fileID, Int32(#line)) }
        let bytes = UnsafeBufferPointer(start: converted, count: Int(count))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func names(of pointer: OpaquePointer) -> [AlternativeName] {
        guard let found = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else {
            return []
        }
        let list = OpaquePointer(found)
        defer {
            OPENSSL_sk_pop_free(list) { name in
                GENERAL_NAME_free(name?.assumingMemoryBound(to: GENERAL_NAME.self))
            }
        }
        return (0..<OPENSSL_sk_num(list)).compactMap { index in
            let element = OPENSSL_sk_value(list, index)
            return name(element?.assumingMemoryBound(to: GENERAL_NAME.self))
        }
    }

    private static func name(_ element: UnsafeMutablePointer<GENERAL_NAME>?) -> AlternativeName? {
        var kind: Int32 = -1
        guard let element, let value = GENERAL_NAME_get0_value(element, &kind),
            [GEN_DNS, GEN_URI, GEN_IPADD].contains(kind)
        else { return nil }
        // OpenSSL stores these three kinds as ASN.1 strings.
        let string = value.assumingMemoryBound(to: ASN1_STRING.self)
        let count = Int(max(0, ASN1_STRING_length(string)))
        let bytes = Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: count))
        if kind == GEN_IPADD { return .address(bytes) }
        let text = String(decoding: bytes, as: UTF8.self)
        return kind == GEN_DNS ? .host(text) : .uri(text)
    }

    private static func seconds(
        _ time: UnsafePointer<ASN1_TIME>?
    ) throws(CertificateError) -> Int64 {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else {
            throw CertificateError(.libraryFailed)
        }
        return Int64(timegm(&parts))
    }
}
