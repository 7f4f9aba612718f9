import Certificates
import CoreVocabulary

/// Judges the validity and the signature of one of the bank's certificates.
///
/// The same judgement serves `check` and a running server that loads a new pair.
struct CertificateJudge {
    private let folder: DataFolder
    private let now: Instant
    /// Last second of the authority's validity, or `.max` without an authority; nil if it is faulty.
    private let authorityEnd: Int64?

    /// Creates a judge that reads the authority.
    init(_ folder: DataFolder, now: Instant) {
        self.folder = folder
        self.now = now
        authorityEnd = Self.authorityEnd(in: folder, now)
    }

    private static func authorityEnd(in folder: DataFolder, _ now: Instant) -> Int64? {
        let tls = folder.tls
        // There may be none if certificates are issued elsewhere.
        guard PrivateFile.exists(tls.authorityPath) else { return .max }
        do {
            guard try tls.authorityFinding(at: now) == nil else { return nil }
            let certificate = try tls.certificate(tls.authorityPath)
            return try CertificateSummary(certificate).validity.throughSeconds
        } catch {
            // An unreadable authority is faulty as well. The command `check` reports the details.
            return nil
        }
    }

    /// Returns true if a new certificate would expire later than this one.
    ///
    /// It expires no later than its authority, whose end is reported. One that somebody else issued
    /// has no use here.
    func canRenew(_ summary: CertificateSummary, _ use: CertificateVerdict.Use?) -> Bool {
        use == nil || summary.validity.throughSeconds < authorityEnd ?? Int64.min
    }

    /// Returns the finding about an invalid or untrusted certificate, or nil if it is sound.
    ///
    /// Of a certificate without a use, which somebody else issued, only the dates count.
    ///
    /// - Throws: ``DaemonError`` if the authority cannot be read, or the certificate is none.
    func finding(
        about certificate: Certificate,
        at path: String,
        _ use: CertificateVerdict.Use?,
        _ renewal: ShellCommand?
    ) throws(DaemonError) -> String? {
        let summary = try TLSFolder.naming(path, try CertificateSummary(certificate))
        let seconds = now.secondsSinceEpoch
        if summary.daysLeft(atSeconds: seconds) < 0 {
            let advice = canRenew(summary, use) ? " \(Self.adviceForExpired(renewal))" : ""
            return "\(path) has expired.\(advice)"
        }
        if seconds < summary.validity.fromSeconds {
            // No certificate is renewed under a faulty authority, which was reported.
            let canIssue = use == nil || authorityEnd != nil
            let advice = canIssue ? " \(Self.adviceForEarly(renewal))" : ""
            return "\(path) \(TLSFolder.words(forEarly: summary.validity)).\(advice)"
        }
        guard let use else { return nil }
        let authority = try folder.tls.certificate(folder.tls.authorityPath)
        let verdict = try TLSFolder.naming(
            path,
            try CertificateVerdict.of(
                certificate,
                authority: authority,
                use: use,
                atSeconds: seconds
            )
        )
        // Faults of the authority's own validity were reported with the authority.
        let isSaid = authorityEnd == nil && [.expired, .notYetValid].contains(verdict)
        return verdict == .trusted || isSaid ? nil : "\(path) \(Self.words(for: verdict))."
    }

    /// Returns the advice about an expired certificate.
    private static func adviceForExpired(_ renewal: ShellCommand?) -> String {
        TLSFolder.clockFirst
            + (renewal.map { "renew it with: \($0)" } ?? "have it renewed by whoever issued it.")
    }

    /// Returns the advice about a certificate that is not valid yet.
    private static func adviceForEarly(_ renewal: ShellCommand?) -> String {
        TLSFolder.clockFirst
            + "the certificate was made under a clock that ran ahead: "
            + (renewal.map { "have it made anew with: \($0)" }
                ?? "have it made anew by whoever issued it.")
    }

    private static func words(for verdict: CertificateVerdict) -> String {
        switch verdict {
        case .trusted: "is trusted"
        case .untrusted: "was not signed by the authority in ca.pem"
        case .wrongHost: "is not for the names in the settings"
        case .expired: "has expired, or its authority has"
        case .notYetValid: "is not valid yet, or its authority is not"
        case .wrongPurpose: "is for another purpose"
        }
    }
}

extension DaemonConfiguration {
    /// The use for which the server's certificate is judged; nil for one that somebody else issued,
    /// of which only the dates count.
    var serverUse: CertificateVerdict.Use? {
        guard path(.tlsCertificate) == folder.tls.serverPath else { return nil }
        return .server(host: certificateNames.first?.description ?? "localhost")
    }

    /// The command that renews the server's certificate; nil for one that somebody else issued.
    var serverRenewal: ShellCommand? {
        serverUse.map { _ in ShellCommand("keys rotate").flag("--tls").on(folder) }
    }
}
