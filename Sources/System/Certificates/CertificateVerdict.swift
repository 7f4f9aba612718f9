import COpenSSL

/// Result of verifying a certificate, with the reason for distrust that people should see.
package enum CertificateVerdict: Hashable, Sendable {
    /// The certificate is trusted for the use.
    case trusted
    /// No trusted authority signed it, or its signature is wrong.
    case untrusted
    /// The certificate is for other names than the requested one.
    case wrongHost
    /// The certificate has expired.
    case expired
    /// The certificate is not valid yet.
    case notYetValid
    /// The certificate has another purpose: a terminal's in place of a server's, or the reverse.
    case wrongPurpose
}

extension CertificateVerdict {
    /// Use for which a certificate is verified.
    package enum Use: Hashable, Sendable {
        /// Connecting to the server with this host name or address.
        case server(host: String)
        /// Identifying a terminal by its certificate.
        case device
    }

    /// Verifies a certificate that must be signed directly by one authority, at seconds since 1970.
    ///
    /// The verdict is the first reason that OpenSSL finds.
    ///
    /// - Throws: `libraryFailed` if it could not be verified; `invalidName` for an unusable host.
    package static func of(
        _ certificate: Certificate,
        authority: Certificate,
        use: Use,
        atSeconds nowSeconds: Int64
    ) throws(CertificateError) -> CertificateVerdict {
        let store = try required(X509_STORE_new())
        defer { X509_STORE_free(store) }
        try require(X509_STORE_add_cert(store, authority.pointer) == 1)
        let context = try required(X509_STORE_CTX_new())
        defer { X509_STORE_CTX_free(context) }
        try require(X509_STORE_CTX_init(context, store, certificate.pointer, nil) == 1)
        let parameters = try required(X509_STORE_CTX_get0_param(context))
        X509_VERIFY_PARAM_set_time(parameters, Int(nowSeconds))
        let purpose = use == .device ? X509_PURPOSE_SSL_CLIENT : X509_PURPOSE_SSL_SERVER
        try require(X509_VERIFY_PARAM_set_purpose(parameters, purpose) == 1)
        if case .server(let host) = use {
            let isSet =
                IPAddress.bytes(of: host) != nil
                ? X509_VERIFY_PARAM_set1_ip_asc(parameters, host)
                : X509_VERIFY_PARAM_set1_host(parameters, host, host.utf8.count)
            guard isSet == 1 else { throw CertificateError(.invalidName) }
        }
        if X509_verify_cert(context) == 1 { return .trusted }
        defer { ERR_clear_error() }
        return switch X509_STORE_CTX_get_error(context) {
        case X509_V_ERR_CERT_HAS_EXPIRED: .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .wrongHost
        case X509_V_ERR_INVALID_PURPOSE: .wrongPurpose
        default: .untrusted
        }
    }
}
