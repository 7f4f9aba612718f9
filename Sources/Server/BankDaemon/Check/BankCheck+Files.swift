import Certificates
import CoreVocabulary
import Glibc

extension BankCheck {
    /// Who may read what: folders are their owner's alone, and so is every key.
    func checkFiles(_ report: inout Report) {
        for path in [folder.path, folder.keys.path] {
            checkMode(path, S_IFDIR, &report)
        }
        // A folder that cannot be read is told of with the books.
        let keys = (try? folder.keys.numbers()) ?? []
        var files = [folder.booksPath] + keys.map { folder.keys.file($0) }
        files += configuration.path(.tlsKey).map { [$0] } ?? []
        files += folder.tls.devices().map { folder.tls.deviceKeyPath($0) }
        files += ["\(folder.tls.path)/ca.key", folder.configurationPath]
        for file in files where PrivateFile.exists(file) { checkMode(file, S_IFREG, &report) }
    }

    private func checkMode(_ path: String, _ kind: mode_t, _ report: inout Report) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            report.findings.append("\(path) is not there.")
            return
        }
        guard status.st_mode & S_IFMT == kind else {
            report.findings.append(
                kind == S_IFDIR ? "\(path) is no folder." : "\(path) is no file of its own."
            )
            return
        }
        if status.st_uid != geteuid() {
            report.findings.append("\(path) belongs to another user.")
        }
        if status.st_mode & 0o077 != 0 {
            let mode = kind == S_IFDIR ? "700" : "600"
            report.findings.append(
                "Others than its owner may use \(path). Put it right with: chmod \(mode) \(path)"
            )
        }
    }

    /// The certificates: that each is of its authority, in its time, and has its key.
    func checkCertificates(_ report: inout Report) {
        let tls = folder.tls
        if let path = configuration.path(.tlsCertificate) {
            // One that somebody else issued is that authority's affair, but for its dates.
            let isOurs = path == tls.serverPath
            let host = configuration.certificateNames.first?.description ?? "localhost"
            checkCertificate(
                path,
                key: configuration.path(.tlsKey),
                use: isOurs ? .server(host: host) : nil,
                renewal: "counterfoild keys rotate --tls --data \(folder.path)",
                &report
            )
        }
        for name in tls.devices() {
            checkCertificate(
                tls.devicePath(name),
                key: tls.deviceKeyPath(name),
                use: .device,
                renewal: "counterfoild keys device \(name) --data \(folder.path)",
                &report
            )
        }
    }

    private func checkCertificate(
        _ path: String,
        key keyPath: String?,
        use: CertificateVerdict.Use?,
        renewal: String,
        _ report: inout Report
    ) {
        do {
            let certificate = try folder.tls.certificate(path)
            let summary = try CertificateSummary(certificate)
            // A terminal's key may have been carried away with its certificate.
            if let keyPath, use != .device || PrivateFile.exists(keyPath),
                try !folder.tls.key(keyPath).fits(certificate)
            {
                report.findings.append("\(keyPath) is not the key of \(path).")
            }
            let seconds = now.secondsSinceEpoch
            let daysLeft = summary.daysLeft(atSeconds: seconds)
            if daysLeft < 0 {
                report.findings.append("\(path) has expired. Renew it with: \(renewal)")
            } else if seconds < summary.validity.fromSeconds {
                report.findings.append("\(path) is not valid yet; is this machine's clock right?")
            } else if let use {
                let authority = try folder.tls.certificate(folder.tls.authorityPath)
                let verdict = try CertificateVerdict.of(
                    certificate,
                    authority: authority,
                    use: use,
                    atSeconds: seconds
                )
                if verdict != .trusted {
                    report.findings.append("\(path) \(Self.words(for: verdict)).")
                }
            }
            if (0...Self.certificateNoticeDays).contains(daysLeft) {
                report.notes.append(
                    "\(path) ends in \(daysLeft) \(daysLeft == 1 ? "day" : "days"). "
                        + "Renew it with: \(renewal)"
                )
            }
        } catch let error as DaemonError {
            report.findings.append(error.description)
        } catch {
            report.findings.append("\(path): \(error)")
        }
    }

    private static func words(for verdict: CertificateVerdict) -> String {
        switch verdict {
        case .trusted: "is trusted"
        case .untrusted: "was not signed by the authority in ca.pem"
        case .wrongHost: "is not for the names in the settings"
        case .expired: "or its authority has expired"
        case .notYetValid: "or its authority is not valid yet"
        case .wrongPurpose: "is for another purpose"
        }
    }
}
