import COpenSSL
import Cryptography

/// An unsigned certificate under construction.
struct CertificateBuilder {
    /// Length of a serial number in bytes, which RFC 5280 §4.1.2.2 limits to 20.
    private static let serialByteCount = 16
    /// Encoded value of X.509 version 3.
    private static let versionNumber = 2

    private let certificate: Certificate
    private var pointer: OpaquePointer { certificate.pointer }

    init(
        subject: String,
        publicKey key: CertificateKey,
        validity: Validity
    ) throws(CertificateError) {
        guard validity.fromSeconds < validity.throughSeconds else {
            throw CertificateError(.invalidValidity)
        }
        certificate = Certificate(try required(X509_new()))
        try require(X509_set_version(pointer, Self.versionNumber) == 1)
        try setSerialNumber()
        try setSubject(subject)
        try setValidity(validity)
        try require(X509_set_pubkey(pointer, key.pointer) == 1)
    }

    /// Adds an extension, in the syntax of x509v3_config(5).
    ///
    /// The text is a `StaticString`: text from outside could inject further syntax.
    func add(_ identifier: Int32, _ words: StaticString) throws(CertificateError) {
        try add(identifier, words, issuer: certificate)
    }

    /// Adds the identifier of the issuer's key.
    func addIssuerKey(of issuer: Certificate) throws(CertificateError) {
        try add(NID_authority_key_identifier, "keyid:always", issuer: issuer)
    }

    /// Adds the subject alternative names.
    func add(_ names: [AlternativeName]) throws(CertificateError) {
        let list = try required(OPENSSL_sk_new_null())
        defer {
            OPENSSL_sk_pop_free(list) { name in
                GENERAL_NAME_free(name?.assumingMemoryBound(to: GENERAL_NAME.self))
            }
        }
        for name in names {
            let made = try Self.generalName(name)
            guard OPENSSL_sk_push(list, made) > 0 else {
                GENERAL_NAME_free(made)
                throw CertificateError(.libraryFailed)
            }
        }
        try require(
            X509_add1_ext_i2d(pointer, NID_subject_alt_name, UnsafeMutableRawPointer(list), 0, 0)
                == 1
        )
    }

    /// Signs the certificate; without an issuer it is self-signed.
    func signed(
        by issuer: Certificate?,
        _ key: CertificateKey
    ) throws(CertificateError) -> Certificate {
        let name = X509_get_subject_name((issuer ?? certificate).pointer)
        try require(X509_set_issuer_name(pointer, name) == 1)
        try require(X509_sign(pointer, key.pointer, EVP_sha256()) > 0)
        return certificate
    }

    private func add(
        _ identifier: Int32,
        _ words: StaticString,
        issuer: Certificate
    ) throws(CertificateError) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer.pointer, pointer, nil, nil, 0)
        let made = try required(X509V3_EXT_nconf_nid(nil, &context, identifier, words.description))
        defer { X509_EXTENSION_free(made) }
        try require(X509_add_ext(pointer, made, -1) == 1)
    }

    private func setSerialNumber() throws(CertificateError) {
        var bytes = SecureRandom.bytes(Self.serialByteCount)
        // A serial number is positive.
        bytes[0] &= 0x7F
        let number = try required(BN_bin2bn(bytes, Int32(bytes.count), nil))
        defer { BN_free(number) }
        try require(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(pointer)) != nil)
    }

    private func setSubject(_ subject: String) throws(CertificateError) {
        let bytes = Array(subject.utf8)
        guard (1...DeviceName.characterLimit).contains(bytes.count) else {
            throw CertificateError(.invalidName)
        }
        let name = try required(X509_get_subject_name(pointer))
        let result = X509_NAME_add_entry_by_NID(
            name,
            NID_commonName,
            MBSTRING_UTF8,
            bytes,
            Int32(bytes.count),
            -1,
            0
        )
        guard result == 1 else { throw CertificateError(.invalidName) }
    }

    private func setValidity(_ validity: Validity) throws(CertificateError) {
        let from = try required(ASN1_TIME_set(nil, time_t(validity.fromSeconds)))
        defer { ASN1_TIME_free(from) }
        let through = try required(ASN1_TIME_set(nil, time_t(validity.throughSeconds)))
        defer { ASN1_TIME_free(through) }
        try require(X509_set1_notBefore(pointer, from) == 1)
        try require(X509_set1_notAfter(pointer, through) == 1)
    }

    private static func generalName(
        _ name: AlternativeName
    ) throws(CertificateError) -> UnsafeMutablePointer<GENERAL_NAME> {
        let (kind, bytes): (Int32, [UInt8]) =
            switch name {
            case .host(let text): (GEN_DNS, Array(text.utf8))
            case .uri(let text): (GEN_URI, Array(text.utf8))
            case .address(let address): (GEN_IPADD, address)
            }
        guard (1...AlternativeName.byteLimit).contains(bytes.count),
            kind == GEN_IPADD || bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw CertificateError(.invalidName) }
        let made = try required(GENERAL_NAME_new())
        let type = kind == GEN_IPADD ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING
        guard let value = ASN1_STRING_type_new(type),
            ASN1_STRING_set(value, bytes, Int32(bytes.count)) == 1
        else {
            GENERAL_NAME_free(made)
            throw CertificateError(.libraryFailed)
        }
        GENERAL_NAME_set0_value(made, kind, value)
        return made
    }
}
