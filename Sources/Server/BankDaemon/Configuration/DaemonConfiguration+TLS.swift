import Certificates
public import CoreVocabulary

/// The files for TLS that the settings name, each read once: what was judged is what is used.
public struct TLSReading: Sendable {
    /// The file of the certificate; empty when it cannot be read.
    public let certificate: [UInt8]
    /// The file of its key; empty when it cannot be read.
    public let key: [UInt8]
    /// The file of the authority of terminals; empty when it cannot be read, or none is named.
    public let authority: [UInt8]
}

extension DaemonConfiguration {
    /// Reads the files for TLS by the rules for whoever starts a server: regular files and no links, of
    /// this user, that nobody else reads or changes, and an authority that is one.
    ///
    /// A certificate whose time is over is read all the same: who starts has no better one.
    ///
    /// - Throws: `configuration` with what is wrong first, `badData` for a file that is too long.
    public func readTLS() throws(DaemonError) -> TLSReading {
        try requirePrivateTLS()
        try requireAuthority()
        return TLSReading(
            certificate: try bytes(.tlsCertificate, .certificate),
            key: try bytes(.tlsKey, .file),
            authority: try bytes(.tlsAuthority, .certificate)
        )
    }

    /// Reads the files for TLS for a server that has others in use, which it keeps for any that `check`
    /// finds wrong: also one that is not in its time, or that the bank's authority did not sign.
    ///
    /// - Parameter now: The time.
    /// - Returns: What was read.
    /// - Throws: `configuration` with what is wrong first, `badData` for a file that is too long.
    public func readNewTLS(at now: Instant) throws(DaemonError) -> TLSReading {
        let reading = try readTLS()
        try requireLivingAuthority(at: now)
        // One that cannot be read is told of by the server, which reads it for its connections.
        guard let path = path(.tlsCertificate),
            let certificate = try? Certificate(pem: reading.certificate)
        else { return reading }
        let finding: String?
        do {
            finding = try CertificateJudge(folder, now: now)
                .finding(about: certificate, at: path, serverUse, serverRenewal)
        } catch let error as DaemonError {
            throw error
        } catch {
            throw DaemonError("\(path): \(error)", .badData)
        }
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
            // Of one that is not there or not open to this user the server tells, as at every start.
            guard [.noInput, .notPermitted].contains(error.status) else { throw error }
            return []
        }
    }
}
