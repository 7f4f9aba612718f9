import Certificates
import CoreVocabulary

/// The judgement on one certificate of the bank: its time, and that the bank's authority signed it.
///
/// It is the same for `check` and for a running server that is given another pair.
struct CertificateJudge {
    private let folder: DataFolder
    private let now: Instant
    /// The last second of the authority's time; nil when something is wrong with the authority.
    private let authorityEnd: Int64?

    /// Makes a judge who was told of the authority.
    init(_ folder: DataFolder, now: Instant, authorityEnd: Int64?) {
        self.folder = folder
        self.now = now
        self.authorityEnd = authorityEnd
    }

    /// Makes a judge who looks at the authority.
    init(_ folder: DataFolder, now: Instant) {
        self.init(folder, now: now, authorityEnd: Self.authorityEnd(in: folder, now))
    }

    private static func authorityEnd(in folder: DataFolder, _ now: Instant) -> Int64? {
        let tls = folder.tls
        // Where certificates are made elsewhere, there may be none.
        guard PrivateFile.exists(tls.authorityPath) else { return .max }
        do {
            guard try tls.authorityFinding(at: now) == nil else { return nil }
            let certificate = try tls.certificate(tls.authorityPath)
            return try CertificateSummary(certificate).validity.throughSeconds
        } catch {
            // One that cannot be read is not sound either; `check` tells what is wrong with it.
            return nil
        }
    }

    /// The sentence about a certificate that is not in its time, or not to be relied on; nil for a sound
    /// one.
    ///
    /// - Parameters:
    ///   - certificate: The certificate.
    ///   - path: Its file.
    ///   - use: What it is to be relied on for; nil for one that somebody else issued, whose dates alone
    ///     count.
    ///   - renewal: The command that makes it anew; nil where there is none.
    /// - Returns: The sentence.
    /// - Throws: What reading the authority throws, or a `CertificateError`.
    func finding(
        about certificate: Certificate,
        at path: String,
        _ use: CertificateVerdict.Use?,
        _ renewal: ShellCommand?
    ) throws -> String? {
        let summary = try CertificateSummary(certificate)
        let seconds = now.secondsSinceEpoch
        if summary.daysLeft(atSeconds: seconds) < 0 {
            // A new one would end no later than its authority, whose end was told of.
            let canRenew =
                use == nil || summary.validity.throughSeconds < authorityEnd ?? Int64.min
            let advice = canRenew ? " \(Self.adviceForExpired(renewal))" : ""
            return "\(path) has expired.\(advice)"
        }
        if seconds < summary.validity.fromSeconds {
            // Under an authority that is not sound none is made anew, as was told of it.
            let canIssue = use == nil || authorityEnd != nil
            let advice = canIssue ? " \(Self.adviceForEarly(renewal))" : ""
            return "\(path) \(TLSFolder.words(forEarly: summary.validity)).\(advice)"
        }
        guard let use else { return nil }
        let verdict = try CertificateVerdict.of(
            certificate,
            authority: try folder.tls.certificate(folder.tls.authorityPath),
            use: use,
            atSeconds: seconds
        )
        // What is wrong with the authority's own time was said of the authority.
        let isSaid = authorityEnd == nil && [.expired, .notYetValid].contains(verdict)
        return verdict == .trusted || isSaid ? nil : "\(path) \(Self.words(for: verdict))."
    }

    /// The advice about a certificate whose time is over.
    private static func adviceForExpired(_ renewal: ShellCommand?) -> String {
        TLSFolder.clockFirst
            + (renewal.map { "renew it with: \($0)" } ?? "have it renewed by whoever issued it.")
    }

    /// The advice about a certificate whose time has not begun.
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
    /// The use by which the server's certificate is judged; nil for one that somebody else issued, of
    /// which the dates alone count here.
    var serverUse: CertificateVerdict.Use? {
        guard path(.tlsCertificate) == folder.tls.serverPath else { return nil }
        return .server(host: certificateNames.first?.description ?? "localhost")
    }

    /// The command that makes the server's certificate anew; nil for one that somebody else issued.
    var serverRenewal: ShellCommand? {
        serverUse.map { _ in ShellCommand("keys rotate").flag("--tls").on(folder) }
    }
}
