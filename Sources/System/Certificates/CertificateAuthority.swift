import COpenSSL
import Cryptography

/// An authority of one's own: for development, and for terminals that one hands out oneself.
public struct CertificateAuthority: Sendable {
    /// What others trust.
    public let certificate: Certificate
    /// What signs.
    public let key: CertificateKey

    /// Takes up an authority that was made before.
    public init(certificate: Certificate, key: CertificateKey) {
        self.certificate = certificate
        self.key = key
    }

    /// Makes a new one, with a new key.
    ///
    /// - Parameters:
    ///   - name: What people see as the issuer: 1 to 64 bytes.
    ///   - validity: Its own; what it issues should end before.
    /// - Returns: The authority, whose certificate is signed by itself.
    /// - Throws: `invalidName`, `invalidValidity` or `libraryFailed`.
    public static func make(
        name: String,
        validity: Validity
    ) throws(CertificateError) -> CertificateAuthority {
        let key = try CertificateKey.generate()
        let builder = try CertificateBuilder(subject: name, publicKey: key, validity: validity)
        // No authority below it: it issues for servers and devices only.
        try builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        try builder.add(NID_key_usage, "critical,keyCertSign,cRLSign")
        try builder.add(NID_subject_key_identifier, "hash")
        return CertificateAuthority(certificate: try builder.signed(by: nil, key), key: key)
    }

    /// Issues a certificate.
    ///
    /// - Parameters:
    ///   - purpose: What it proves.
    ///   - key: The key of who will hold it.
    ///   - validity: From when until when.
    /// - Returns: The certificate, signed.
    /// - Throws: `invalidName`, `invalidValidity` or `libraryFailed`.
    public func issue(
        _ purpose: CertificatePurpose,
        for key: CertificateKey,
        validity: Validity
    ) throws(CertificateError) -> Certificate {
        let builder = try CertificateBuilder(
            subject: purpose.commonName,
            publicKey: key,
            validity: validity
        )
        try builder.add(NID_basic_constraints, "critical,CA:FALSE")
        try builder.add(NID_key_usage, "critical,digitalSignature")
        try builder.add(NID_ext_key_usage, purpose.extendedKeyUsage)
        try builder.add(NID_subject_key_identifier, "hash")
        try builder.addIssuerKey(of: certificate)
        try builder.add(purpose.alternativeNames)
        return try builder.signed(by: certificate, self.key)
    }
}
