import Certificates
import CoreVocabulary

extension DaemonConfiguration {
    /// The sentence about settings by which no terminal is ever known, though one is to be; nil for sound
    /// ones.
    ///
    /// - Throws: ``DaemonError`` when the file that tls.authority names cannot be read, or holds no
    ///   certificate.
    func authorityFinding() throws(DaemonError) -> String? {
        guard let path = path(.tlsAuthority) else {
            guard flag(.tlsRequireTerminals) else { return nil }
            return "tls.require_terminals_for_staff is true, and tls.authority names no file: no "
                + "terminal is known, so nobody of the staff could sign in. Name the certificate of "
                + "whoever signs those of terminals in tls.authority, or set "
                + "tls.require_terminals_for_staff to false."
        }
        // Beside one that may sign others may stand, which are between it and the terminals.
        guard try !folder.tls.certificates(path).contains(where: \.isAuthority) else { return nil }
        return "tls.authority names \(path), which holds the certificate of no authority, so no "
            + "terminal would be known. Name the certificate of whoever signs those of terminals; "
            + "where no terminal has one, set it to \"\"."
    }

    /// The sentences about the time of each authority in the file that tls.authority names.
    ///
    /// Of the bank's own authority nothing is said: it is looked at wherever it is named.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - noticeDays: How many days before its end an authority is spoken of.
    /// - Returns: What is wrong, and what will need somebody soon.
    /// - Throws: ``DaemonError`` when the file cannot be read, or holds no certificate.
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
            let summary: CertificateSummary
            do {
                summary = try CertificateSummary(authority)
            } catch {
                throw DaemonError("\(path): \(error)", .badData)
            }
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
                    "\(name) ends in \(daysLeft) \(daysLeft == 1 ? "day" : "days"), and with it every "
                        + "certificate that it signed. Have whoever signs those of terminals give "
                        + "you the next one, and put it there before."
                )
            }
        }
        return (findings: findings, notes: notes)
    }

    /// The end of a sentence about an authority that is not in its time, with what to do.
    private var authorityAdvice: String {
        "so no terminal is known by it"
            + (flag(.tlsRequireTerminals) ? ", and nobody of the staff can sign in at one" : "")
            + ". \(TLSFolder.clockFirst)put there the certificate of whoever signs those of terminals "
            + "now, leave out what has ended, and have the server read it: SIGHUP, or a start."
    }

    /// Makes sure that terminals can be known, and staff sign in from them, before the bank is opened to
    /// anybody.
    ///
    /// - Throws: `configuration` with what is wrong.
    public func requireAuthority() throws(DaemonError) {
        // A file that cannot be read is told of by the server, which reads it for its connections.
        guard let finding = try? authorityFinding() else { return }
        throw DaemonError(finding, .configuration)
    }

    /// Makes sure that an authority by which terminals are known is in its time: beside one that is,
    /// others may stand that have ended.
    ///
    /// - Parameter now: The time.
    /// - Throws: `configuration` with what is wrong.
    func requireLivingAuthority(at now: Instant) throws(DaemonError) {
        // A file that cannot be read is told of by the server, which reads it for its connections.
        guard let path = path(.tlsAuthority),
            let findings = try? authorityTimes(at: now, noticeDays: 0).findings,
            let authorities = try? folder.tls.certificates(path).filter(\.isAuthority)
        else { return }
        if let finding = findings.first, findings.count == authorities.count {
            throw DaemonError(finding, .configuration)
        }
    }
}
