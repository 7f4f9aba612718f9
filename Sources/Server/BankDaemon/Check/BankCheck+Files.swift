import Certificates
import CoreVocabulary
import DurableFolders
import LedgerStoreSQLite

extension BankCheck {
    /// The owner and the mode of every file of the bank, and the files without which a bank is another
    /// one than its operator thinks.
    func checkFiles(_ report: inout Report) {
        var places = folder.privatePlaces + folder.otherPlaces
        var chosen = configuration.tlsPlaces
        for place in chosen where !places.contains(where: { $0.path == place.path }) {
            let fault = PrivacyFault(onTheWayTo: place.path)
            report.findings += [fault?.description].compactMap(\.self)
        }
        // Of a name that no socket may have it is told below, and nothing of what is there.
        if let socket = try? configuration.consoleSocketPath(), PrivateFile.exists(socket) {
            chosen.append((socket, .groupSocket))
        }
        chosen += folder.keyFiles.map { ($0, .file) }
        for place in chosen where !places.contains(where: { $0.path == place.path }) {
            places.append(place)
        }
        report.findings += places.compactMap { PrivacyFault($0.path, $0.kind)?.description }
        // The bank lives without them, and a copy of its own may be among them.
        report.notes += folder.strangeFiles.compactMap { PrivacyFault($0, .file)?.description }
        report.findings += folder.leftovers.map { folder.finding(aboutLeftover: $0) }
        report.findings += LostNotes.findings(in: folder)
        let book = BackupBook(folder)
        report.findings += book.finding.map { [$0] } ?? []
        report.notes += [book.note, book.note(at: now), book.noteOfUnfinished].compactMap(\.self)
        do {
            try configuration.requireOwnSocketPlace()
        } catch {
            // A link on the way was told of with the socket, where there is one.
            if !report.findings.contains(error.description) {
                report.findings.append(error.description)
            }
        }
        if let socket = configuration.path(.listenSocket),
            !PrivateFile.isFolder(DurableFolder.folder(of: socket))
        {
            // A service manager may make it for each run of the server.
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

    /// The certificates: that each is of its authority, in its time, and has its key.
    ///
    /// - Parameters:
    ///   - report: Where to tell what was found.
    ///   - revoked: The names of the terminals whose trust was taken.
    func checkCertificates(_ report: inout Report, revoked: Set<String>) {
        let tls = folder.tls
        let authorityEnd = checkAuthority(&report)
        checkNamedAuthority(&report)
        if let path = configuration.path(.tlsCertificate) {
            checkCertificate(
                path,
                key: configuration.path(.tlsKey),
                use: configuration.serverUse,
                renewal: configuration.serverRenewal,
                authorityEnd,
                &report
            )
        }
        for name in tls.devices() {
            // No certificate is made for it any more, so there would be no way out of a finding.
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
                authorityEnd,
                &report
            )
        }
    }

    /// The names of the terminals whose trust was taken.
    func revokedTerminals() async -> Set<String> {
        // What is wrong with the books is told with them; till then every terminal is looked at.
        guard let books = try? LedgerBooksReader(path: folder.booksPath),
            let names = try? await books.list({ try $0.revokedTerminals() })
        else { return [] }
        return Set(names)
    }

    private func noteRevoked(_ name: DeviceName, _ report: inout Report) {
        let path = folder.tls.devicePath(name)
        // A file that cannot be read is of no more use than one that has ended.
        let summary = try? CertificateSummary(folder.tls.certificate(path))
        guard summary.map({ $0.daysLeft(atSeconds: now.secondsSinceEpoch) < 0 }) ?? true else {
            return
        }
        report.notes.append(
            "\(path) has ended, and its terminal was revoked for good. Remove it and its key."
        )
    }

    /// The authority: that its key is its own, and that its time goes on.
    ///
    /// - Returns: The last second of its time, so far away that it does not count when there is none;
    ///   nil when something is wrong with it.
    private func checkAuthority(_ report: inout Report) -> Int64? {
        let tls = folder.tls
        // Where certificates are made elsewhere, there may be none.
        guard PrivateFile.exists(tls.authorityPath) else { return .max }
        do {
            if let finding = try tls.authorityFinding(at: now) {
                report.findings.append(finding)
                return nil
            }
            let summary = try CertificateSummary(try tls.certificate(tls.authorityPath))
            let daysLeft = summary.daysLeft(atSeconds: now.secondsSinceEpoch)
            if daysLeft <= Self.authorityNoticeDays {
                report.notes.append(
                    "\(tls.authorityPath), the authority, ends in \(daysLeft) "
                        + "\(daysLeft == 1 ? "day" : "days"), and with it every certificate that it "
                        + "signed. No command renews it: \(TLSFolder.newAuthority)."
                )
            }
            return summary.validity.throughSeconds
        } catch let error as DaemonError {
            report.findings.append(error.description)
        } catch {
            report.findings.append("\(tls.authorityPath): \(error)")
        }
        return nil
    }

    /// The authority that the settings name, be it the bank's own: that terminals are known by it, and
    /// that its time goes on.
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
            // Of the bank's own it was said in the same words.
            report.findings.append(error.description)
        }
    }

    private func checkCertificate(
        _ path: String,
        key keyPath: String?,
        use: CertificateVerdict.Use?,
        renewal: ShellCommand?,
        _ authorityEnd: Int64?,
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
            let daysLeft = summary.daysLeft(atSeconds: now.secondsSinceEpoch)
            // A new one would end no later than its authority, whose end was told of.
            let canRenew =
                use == nil || summary.validity.throughSeconds < authorityEnd ?? Int64.min
            let judge = CertificateJudge(folder, now: now, authorityEnd: authorityEnd)
            if let finding = try judge.finding(about: certificate, at: path, use, renewal) {
                report.findings.append(finding)
            }
            if canRenew, (0...Self.certificateNoticeDays).contains(daysLeft) {
                let advice =
                    renewal.map { " Renew it with: \($0)" }
                    ?? " Have it renewed by whoever issued it."
                report.notes.append(
                    "\(path) ends in \(daysLeft) \(daysLeft == 1 ? "day" : "days").\(advice)"
                )
            }
        } catch let error as DaemonError {
            report.findings.append(error.description)
        } catch {
            report.findings.append("\(path): \(error)")
        }
    }
}
