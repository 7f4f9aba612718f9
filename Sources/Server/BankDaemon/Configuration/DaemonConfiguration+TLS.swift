import Certificates
package import CoreVocabulary

/// The TLS files that the settings name, each read once, so that the checked bytes are used.
package struct TLSReading: Sendable {
    /// Content of the certificate file; empty if it cannot be read.
    package let certificate: [UInt8]
    /// Content of the key file; empty if it cannot be read.
    package let key: [UInt8]
    /// Content of the terminals' authority; empty if it cannot be read or none is named.
    package let authority: [UInt8]
}

extension DaemonConfiguration {
    /// Reads the TLS files for the start of a server.
    ///
    /// They must be regular files of this user that nobody else can change, keys must be private,
    /// and the authority must be one. An expired certificate is accepted, because a starting server
    /// has no better one.
    ///
    /// - Throws: `configuration` with the first fault, `badData` for a file that is too long.
    package func readTLS() throws(DaemonError) -> TLSReading {
        try requirePrivateTLS()
        try requireAuthority()
        return TLSReading(
            certificate: try bytes(.tlsCertificate, .certificate),
            key: try bytes(.tlsKey, .file),
            authority: try bytes(.tlsAuthority, .certificate)
        )
    }

    /// Reads new TLS files for a running server, by the stricter rules of `check`.
    ///
    /// Certificates must also be valid now and signed by the bank's authority. If they are refused,
    /// the server keeps its present ones.
    ///
    /// - Throws: `configuration` with the first fault, `badData` for a file that is too long.
    package func readNewTLS(at now: Instant) throws(DaemonError) -> TLSReading {
        let reading = try readTLS()
        try requireLivingAuthority(at: now)
        // The server reports an unreadable file when it reads it for its connections.
        guard let path = path(.tlsCertificate),
            let certificate = try? Certificate(pem: reading.certificate)
        else { return reading }
        let finding = try CertificateJudge(folder, now: now)
            .finding(about: certificate, at: path, serverUse, serverRenewal)
        if let finding { throw DaemonError(finding, .configuration) }
        return reading
    }

    private func bytes(
        _ setting: Setting,
        _ kind: PrivacyFault.Kind
    ) throws(DaemonError) -> [UInt8] {
        guard let path = path(setting) else { return [] }
        do throws(DaemonError) {
            return try PrivateFile.read(path, byteLimit: TLSFolder.fileByteLimit, as: kind)
        } catch {
            // The server reports a missing or inaccessible file, as at every start.
            guard [.noInput, .notPermitted].contains(error.status) else { throw error }
            return []
        }
    }
}
