import COpenSSL

/// Whether a certificate may be relied on, and if not, the one reason that people must hear.
public enum CertificateVerdict: Hashable, Sendable {
    /// It may.
    case trusted
    /// No authority that is trusted signed it, or its signature is wrong.
    case untrusted
    /// It is for other names than the one asked for.
    case wrongHost
    /// Its time is over.
    case expired
    /// Its time has not come.
    case notYetValid
    /// It is for something else: a terminal's in the place of a server's, or the other way round.
    case wrongPurpose
}

extension CertificateVerdict {
    /// What the certificate is to be relied on for.
    public enum Use: Hashable, Sendable {
        /// To speak to the server with this host name or address.
        case server(host: String)
        /// To know a terminal.
        case device
    }

    /// Judges a certificate that one authority is to have signed itself.
    ///
    /// - Parameters:
    ///   - certificate: The certificate.
    ///   - authority: The only authority that is trusted.
    ///   - use: What it is to be relied on for.
    ///   - nowSeconds: The time, in seconds since 1970.
    /// - Returns: The verdict; the first reason that OpenSSL finds.
    /// - Throws: `libraryFailed` when it could not be judged.
    public static func of(
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
        switch use {
        case .server(let host):
            try require(
                X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER) == 1
            )
            let isSet =
                IPAddress.bytes(of: host) != nil
                ? X509_VERIFY_PARAM_set1_ip_asc(parameters, host)
                : X509_VERIFY_PARAM_set1_host(parameters, host, host.utf8.count)
            guard isSet == 1 else { throw CertificateError(.invalidName) }
        case .device:
            try require(
                X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT) == 1
            )
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
