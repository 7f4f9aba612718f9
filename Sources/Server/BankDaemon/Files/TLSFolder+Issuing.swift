import LocalFiles
import Certificates
import CoreVocabulary

/// Issues certificates, and moves them into place together with their keys.
///
/// Both files are written whole beside their places, the certificate last; then the key takes its
/// place, and then the certificate. A process that dies before the certificate is written has begun
/// nothing, and one that dies after it has left all that is needed to end it.
extension TLSFolder {
    /// Suffix of a file that is complete and waits to be moved into its place.
    static let stagedSuffix = ".next"

    /// Runs a body alone: one process reads the certificates of terminals, or issues one.
    ///
    /// The names beside a certificate and its key are the same for all who issue it, and of two at once
    /// one would leave a key that is not the certificate's. The server's own is issued by whoever has
    /// the bank open.
    func whileIssuing<Value>(_ body: () throws(DaemonError) -> Value) throws(DaemonError) -> Value {
        // Without the folder nothing is issued, and the body says so.
        guard PrivateFile.exists(devicesPath) else { return try body() }
        guard let lock = try PrivateFile.lock(folder: devicesPath) else {
            throw DaemonError(
                "Another command is making a certificate in \(devicesPath), so this one made none. "
                    + "Wait for its end, and then see whether another one is needed.",
                .tryLater
            )
        }
        defer { lock.release() }
        return try body()
    }

    /// Issues a certificate with a new key; it never outlives its authority.
    ///
    /// - Throws: `configuration` when the authority's key is not here or is not that of its
    ///   certificate, or when the authority's own time is over.
    func issue(
        _ purpose: CertificatePurpose,
        _ days: Int64,
        _ now: Instant,
        _ file: String,
        _ keyFile: String
    ) throws(DaemonError) {
        guard canIssue else {
            throw DaemonError(
                "\(authorityKeyPath) is not here, so this program issues no certificates. "
                    + "Have them made by whoever keeps that key.",
                .configuration
            )
        }
        if let finding = try authorityFinding(at: now) {
            throw DaemonError(finding, .configuration)
        }
        let certificate = try certificate(authorityPath)
        let authority = CertificateAuthority(
            certificate: certificate,
            key: try key(authorityKeyPath)
        )
        let (made, key) = try Self.translating { () throws(CertificateError) in
            let asked = Validity(days: days, fromNowSeconds: now.secondsSinceEpoch)
            let own = try CertificateSummary(certificate).validity
            let validity = Validity(
                fromSeconds: max(asked.fromSeconds, own.fromSeconds),
                throughSeconds: min(asked.throughSeconds, own.throughSeconds)
            )
            let key = try CertificateKey.generate()
            return (try authority.issue(purpose, for: key, validity: validity), key)
        }
        try write(made, key, file, keyFile)
    }

    /// Returns the sentence against an authority that can issue nothing; nil for a sound one.
    func authorityFinding(at now: Instant) throws(DaemonError) -> String? {
        let certificate = try certificate(authorityPath)
        let validity = try Self.translating { () throws(CertificateError) in
            try CertificateSummary(certificate).validity
        }
        if canIssue, try !key(authorityKeyPath).fits(certificate) {
            return "\(authorityKeyPath) is not the key of \(authorityPath), so nobody would accept "
                + "a certificate that it signs. Put the right one back from its copy; if there is none, "
                + "\(Self.newAuthority)."
        }
        if now.secondsSinceEpoch > validity.throughSeconds {
            return "\(authorityPath), the authority, has expired, and with it every certificate "
                + "that it signed. \(Self.clockFirst)no command renews it: \(Self.newAuthority)."
        }
        if now.secondsSinceEpoch < validity.fromSeconds {
            return "\(authorityPath), the authority, \(Self.words(forEarly: validity)). "
                + "\(Self.clockFirst)the authority was made under a clock that ran ahead, and no "
                + "command makes it valid sooner: \(Self.newAuthority)."
        }
        return nil
    }

    /// The beginning of advice about a certificate outside its dates, as under a wrong clock.
    static let clockFirst =
        "First compare this machine's clock with another one. If the clock is right, "

    /// Returns the words about a certificate that is not valid yet, with the moment it will be.
    static func words(forEarly validity: Validity) -> String {
        let start = Instant(secondsSinceEpoch: validity.fromSeconds)
        return "is not valid yet, but from \(ZoneOffset.utc.text(of: start)) on"
    }

    /// The end of a sentence about an authority that cannot continue.
    static let newAuthority = "make a new authority (RUNBOOK, \"The authority ends or leaked\")"

    /// Returns the sentence about a certificate that ends with its authority; nil for others.
    func noteOfEarlyEnd(
        _ file: String,
        of days: Int64,
        now: Instant
    ) throws(DaemonError) -> String? {
        let certificate = try certificate(file)
        let left = try Self.translating { () throws(CertificateError) in
            try CertificateSummary(certificate).daysLeft(atSeconds: now.secondsSinceEpoch)
        }
        guard left < days else { return nil }
        return "It ends in \(OperatorText.count(left, "day")), with its authority, "
            + "\(authorityPath). No command renews that: \(Self.newAuthority)."
    }

    /// Writes a certificate and its key, so that both take their places together.
    func write(
        _ certificate: Certificate,
        _ key: CertificateKey,
        _ file: String,
        _ keyFile: String
    ) throws(DaemonError) {
        let (pem, secret) = try Self.translating { () throws(CertificateError) in
            (try certificate.pem(), try key.pem())
        }
        try discardStaged(file, keyFile)
        try PrivateFile.write(secret, to: keyFile + Self.stagedSuffix)
        try PrivateFile.write(pem, to: file + Self.stagedSuffix, mode: PrivateFile.publicMode)
        try placeStaged(file, keyFile)
    }

    /// Completes a dead process's change of the server's certificate, or removes half a pair.
    ///
    /// To be called by the one process that has the bank open.
    func finishServer() throws(DaemonError) {
        let (file, keyFile) = (serverPath, serverKeyPath)
        guard Self.stagedFiles(file, keyFile).contains(where: PrivateFile.exists) else { return }
        if isStagedWhole(file, keyFile) { try placeStaged(file, keyFile) }
        try discardStaged(file, keyFile)
    }

    /// Returns the files that a process may leave beside a pair, the certificate's first.
    ///
    /// The order is that of removal: without the certificate nothing was begun.
    private static func stagedFiles(_ file: String, _ keyFile: String) -> [String] {
        [file, keyFile].map { $0 + stagedSuffix }.flatMap { [$0, $0 + PrivateFile.draftSuffix] }
    }

    private func isStagedWhole(_ file: String, _ keyFile: String) -> Bool {
        let staged = keyFile + Self.stagedSuffix
        // The key may have taken its place already. What cannot be read is not whole.
        guard let certificate = try? certificate(file + Self.stagedSuffix),
            let key = try? key(PrivateFile.exists(staged) ? staged : keyFile)
        else { return false }
        return key.fits(certificate)
    }

    private func placeStaged(_ file: String, _ keyFile: String) throws(DaemonError) {
        for path in [keyFile, file] where PrivateFile.exists(path + Self.stagedSuffix) {
            try PrivateFile.replace(path, by: path + Self.stagedSuffix)
        }
    }

    private func discardStaged(_ file: String, _ keyFile: String) throws(DaemonError) {
        for path in Self.stagedFiles(file, keyFile) where PrivateFile.exists(path) {
            try PrivateFile.remove(path)
        }
    }
}
