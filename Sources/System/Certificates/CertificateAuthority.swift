import COpenSSL
import Cryptography

/// A private certificate authority, for development and for terminals that the bank enrols itself.
package struct CertificateAuthority: Sendable {
    /// The authority's certificate, which others trust.
    package let certificate: Certificate
    /// The authority's private key, which signs certificates.
    package let key: CertificateKey

    /// Restores an authority from its certificate and key.
    package init(certificate: Certificate, key: CertificateKey) {
        self.certificate = certificate
        self.key = key
    }

    /// Creates a new authority with a new key and a self-signed certificate.
    ///
    /// The name has 1 to 64 bytes. Certificates that the authority issues should end before it.
    ///
    /// - Throws: `invalidName`, `invalidValidity` or `libraryFailed`.
    package static func make(
        name: String,
        validity: Validity
    ) throws(CertificateError) -> CertificateAuthority {
        let key = try CertificateKey.generate()
        let builder = try CertificateBuilder(subject: name, publicKey: key, validity: validity)
        // A path length of 0 forbids subordinate authorities: only servers and devices are issued for.
        try builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        try builder.add(NID_key_usage, "critical,keyCertSign,cRLSign")
        try builder.add(NID_subject_key_identifier, "hash")
        return CertificateAuthority(certificate: try builder.signed(by: nil, key), key: key)
    }

    /// Issues a signed certificate for the key of its future holder.
    ///
    /// - Throws: `invalidName`, `invalidValidity` or `libraryFailed`.
    package func issue(
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
