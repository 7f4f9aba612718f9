import Certificates
import CoreVocabulary

extension DaemonConfiguration {
    /// Returns the finding about settings that recognise no terminal; nil if they are sound.
    func authorityFinding() throws(DaemonError) -> String? {
        guard let path = path(.tlsAuthority) else {
            guard flag(.tlsRequireTerminals) else { return nil }
            return "tls.require_terminals_for_staff is true, and tls.authority names no file: no "
                + "terminal is known, so nobody of the staff could sign in. Name the certificate of "
                + "whoever signs those of terminals in tls.authority, or set "
                + "tls.require_terminals_for_staff to false."
        }
        // Intermediate certificates between the authority and the terminals may be in the file too.
        guard try !folder.tls.certificates(path).contains(where: \.isAuthority) else { return nil }
        return "tls.authority names \(path), which holds the certificate of no authority, so no "
            + "terminal would be known. Name the certificate of whoever signs those of terminals; "
            + "where no terminal has one, set it to \"\"."
    }

    /// Returns findings and notes on the validity of each authority that tls.authority names.
    ///
    /// The bank's own authority is skipped, because it is checked wherever it is named.
    func authorityTimes(
        at now: Instant,
        noticeDays: Int64
    ) throws(DaemonError) -> (findings: [String], notes: [String]) {
        guard let path = path(.tlsAuthority),
            !PrivateFile.isSamePlace(path, folder.tls.authorityPath)
        else { return (findings: [], notes: []) }
        var findings: [String] = []
        var notes: [String] = []
        let authorities = try folder.tls.certificates(path).filter(\.isAuthority)
        for authority in authorities {
            let summary = try TLSFolder.naming(path, try CertificateSummary(authority))
            let others = authorities.count == 1 ? "" : " '\(OperatorText.clean(summary.subject))'"
            let name = "The authority of terminals\(others) in \(path)"
            let daysLeft = summary.daysLeft(atSeconds: now.secondsSinceEpoch)
            if daysLeft < 0 {
                findings.append("\(name) has expired, \(authorityAdvice)")
            } else if now.secondsSinceEpoch < summary.validity.fromSeconds {
                let words = TLSFolder.words(forEarly: summary.validity)
                findings.append("\(name) \(words), \(authorityAdvice)")
            } else if daysLeft <= noticeDays {
                notes.append(
                    "\(name) ends in \(OperatorText.count(daysLeft, "day")), and with it every "
                        + "certificate that it signed. Have whoever signs those of terminals give "
                        + "you the next one, and put it there before."
                )
            }
        }
        return (findings: findings, notes: notes)
    }

    /// The end of a sentence about an authority that is not valid now, with advice.
    private var authorityAdvice: String {
        "so no terminal is known by it"
            + (flag(.tlsRequireTerminals) ? ", and nobody of the staff can sign in at one" : "")
            + ". \(TLSFolder.clockFirst)put there the certificate of whoever signs those of terminals "
            + "now, leave out what has ended, and have the server read it: SIGHUP, or a start."
    }

    /// Checks before the bank opens that terminals are recognised and staff can sign in.
    package func requireAuthority() throws(DaemonError) {
        // The server reports an unreadable file when it reads it for its connections.
        guard let finding = try? authorityFinding() else { return }
        throw DaemonError(finding, .configuration)
    }

    /// Checks that at least one of the terminals' authorities is valid now.
    ///
    /// Expired ones may be beside it.
    func requireLivingAuthority(at now: Instant) throws(DaemonError) {
        // The server reports an unreadable file when it reads it for its connections.
        guard let path = path(.tlsAuthority),
            let findings = try? authorityTimes(at: now, noticeDays: 0).findings,
            let authorities = try? folder.tls.certificates(path).filter(\.isAuthority)
        else { return }
        if let finding = findings.first, findings.count == authorities.count {
            throw DaemonError(finding, .configuration)
        }
    }
}
