import Certificates
import CoreVocabulary
import LocalFiles
import LedgerStoreSQLite

extension BankCheck {
    /// Checks the owner and mode of every file, and the presence of those the bank relies on.
    func checkFiles(_ report: inout Report) {
        var places = folder.privatePlaces + folder.otherPlaces
        var chosen = configuration.tlsPlaces
        for place in chosen where !places.contains(where: { $0.path == place.path }) {
            let fault = PrivacyFault(onTheWayTo: place.path)
            report.findings += [fault?.description].compactMap(\.self)
        }
        // A path that no socket can have is reported below, and nothing at that path is checked.
        if let socket = try? configuration.consoleSocketPath(), PrivateFile.exists(socket) {
            chosen.append((socket, .groupSocket))
        }
        chosen += folder.keyFiles.map { ($0, .file) }
        for place in chosen where !places.contains(where: { $0.path == place.path }) {
            places.append(place)
        }
        report.findings += places.compactMap { PrivacyFault($0.path, $0.kind)?.description }
        // The bank works without these files, and they may include a copy that it made.
        report.notes += folder.strangeFiles.compactMap { PrivacyFault($0, .file)?.description }
        report.findings += folder.leftovers.map { folder.finding(aboutLeftover: $0) }
        report.findings += LostNotes.findings(in: folder)
        let book = BackupBook(folder)
        report.findings += book.finding.map { [$0] } ?? []
        report.notes += [book.note, book.note(at: now), book.noteOfUnfinished].compactMap(\.self)
        do {
            try configuration.requireOwnSocketPlace()
        } catch {
            // A link on the way was already reported with the socket, if there is one.
            if !report.findings.contains(error.description) {
                report.findings.append(error.description)
            }
        }
        if let socket = configuration.path(.listenSocket),
            !LocalFolder.exists(LocalFolder.folder(of: socket))
        {
            // A service manager may make the folder for each run of the server.
            report.notes.append(
                "listen.socket names \(socket), and its folder is not there: the server does not start "
                    + "before it is made."
            )
        }
        if !PrivateFile.exists(folder.configurationPath) {
            report.findings.append(
                "\(folder.configurationPath) is not there, so every setting is the standard one. Put "
                    + "it back; if that is meant, make an empty one."
            )
        }
    }

    /// Checks that each certificate is signed by its authority, is valid now, and matches its key.
    func checkCertificates(_ report: inout Report, revoked: Set<String>) {
        let tls = folder.tls
        checkAuthority(&report)
        checkNamedAuthority(&report)
        let judge = CertificateJudge(folder, now: now)
        if let path = configuration.path(.tlsCertificate) {
            checkCertificate(
                path,
                key: configuration.path(.tlsKey),
                use: configuration.serverUse,
                renewal: configuration.serverRenewal,
                judge,
                &report
            )
        }
        for name in tls.devices() {
            // No certificate can be issued for it any more, so that a finding could never be
            // resolved.
            if revoked.contains(name.description) {
                noteRevoked(name, &report)
                continue
            }
            checkCertificate(
                tls.devicePath(name),
                key: tls.deviceKeyPath(name),
                use: .device,
                renewal: ShellCommand("keys device").argument(name.description)
                    .flag("--renew").on(folder),
                judge,
                &report
            )
        }
    }

    /// Returns the names of revoked terminals.
    func revokedTerminals() async -> Set<String> {
        // Faults of the books are reported with the books. Until then every terminal is checked.
        guard let books = try? LedgerBooksReader(path: folder.booksPath),
            let names = try? await books.list({ try $0.revokedTerminals() })
        else { return [] }
        return Set(names)
    }

    private func noteRevoked(_ name: DeviceName, _ report: inout Report) {
        let path = folder.tls.devicePath(name)
        // An unreadable file is as useless as an expired certificate.
        let summary = try? CertificateSummary(folder.tls.certificate(path))
        guard summary.map({ $0.daysLeft(atSeconds: now.secondsSinceEpoch) < 0 }) ?? true else {
            return
        }
        report.notes.append(
            "\(path) has ended, and its terminal was revoked for good. Remove it and its key."
        )
    }

    /// Checks that the authority's key matches it, and that it has not expired.
    private func checkAuthority(_ report: inout Report) {
        let tls = folder.tls
        // There may be none if certificates are issued elsewhere.
        guard PrivateFile.exists(tls.authorityPath) else { return }
        do {
            if let finding = try tls.authorityFinding(at: now) {
                report.findings.append(finding)
                return
            }
            let certificate = try tls.certificate(tls.authorityPath)
            let summary = try TLSFolder.naming(
                tls.authorityPath,
                try CertificateSummary(certificate)
            )
            let daysLeft = summary.daysLeft(atSeconds: now.secondsSinceEpoch)
            guard daysLeft <= Self.authorityNoticeDays else { return }
            report.notes.append(
                "\(tls.authorityPath), the authority, ends in "
                    + "\(OperatorText.count(daysLeft, "day")), and with it every certificate that it "
                    + "signed. No command renews it: \(TLSFolder.newAuthority)."
            )
        } catch {
            report.findings.append(error.description)
        }
    }

    /// Checks that the authority named in the settings can identify terminals and has not expired.
    private func checkNamedAuthority(_ report: inout Report) {
        do {
            if let finding = try configuration.authorityFinding() {
                report.findings.append(finding)
                return
            }
            let times = try configuration.authorityTimes(
                at: now,
                noticeDays: Self.authorityNoticeDays
            )
            report.findings += times.findings
            report.notes += times.notes
        } catch {
            // For the bank's own authority this is the same sentence as above.
            report.findings.append(error.description)
        }
    }

    private func checkCertificate(
        _ path: String,
        key keyPath: String?,
        use: CertificateVerdict.Use?,
        renewal: ShellCommand?,
        _ judge: CertificateJudge,
        _ report: inout Report
    ) {
        do {
            let certificate = try folder.tls.certificate(path)
            let summary = try TLSFolder.naming(path, try CertificateSummary(certificate))
            // A terminal's key may have been moved away with its certificate.
            if let keyPath, use != .device || PrivateFile.exists(keyPath),
                try !folder.tls.key(keyPath).fits(certificate)
            {
                report.findings.append("\(keyPath) is not the key of \(path).")
            }
            let daysLeft = summary.daysLeft(atSeconds: now.secondsSinceEpoch)
            if let finding = try judge.finding(about: certificate, at: path, use, renewal) {
                report.findings.append(finding)
            }
            if judge.canRenew(summary, use), (0...Self.certificateNoticeDays).contains(daysLeft) {
                let advice =
                    renewal.map { " Renew it with: \($0)" }
                    ?? " Have it renewed by whoever issued it."
                report.notes.append(
                    "\(path) ends in \(OperatorText.count(daysLeft, "day")).\(advice)"
                )
            }
        } catch {
            report.findings.append(error.description)
        }
    }
}
