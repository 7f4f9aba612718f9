import Certificates
import CoreVocabulary
import Cryptography
import IdentityCore
package import LedgerService
import LedgerStoreSQLite

/// Carries out operators' requests, in the server's process or, without one, in the command's.
package actor AdminDesk {
    /// Time for which a server still opens values with a retired key, in milliseconds.
    ///
    /// It is longer than any request that read a row before the row was resealed.
    package static let graceMilliseconds: Int64 = 15_000

    private let opened: OpenedBank
    private let settings: DaemonConfiguration
    private let clock: any BankClock
    private let graceMilliseconds: Int64
    private let reloadCertificates: @Sendable () throws -> Void
    /// The reply to an operator who asks for another change of the master key; nil if none is under
    /// way.
    private var changeRefusal: String?

    /// Creates a desk for an opened bank.
    ///
    /// A retired key still opens values for `graceMilliseconds`; 0 if no requests are under way.
    package init(
        _ opened: OpenedBank,
        settings: DaemonConfiguration,
        clock: any BankClock,
        graceMilliseconds: Int64 = 0,
        reloadCertificates: @escaping @Sendable () throws -> Void = {}
    ) {
        self.opened = opened
        self.settings = settings
        self.clock = clock
        self.graceMilliseconds = graceMilliseconds
        self.reloadCertificates = reloadCertificates
    }

    /// Carries out a request.
    ///
    /// - Throws: ``DaemonError``, or what the bank throws. Errors of the books name their path.
    package func carryOut(
        _ request: AdminRequest,
        progress: @Sendable (String) -> Void
    ) async throws -> [String] {
        do {
            return try await carryOutNamingNoFile(request, progress: progress)
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: opened.folder)
        }
    }

    private func carryOutNamingNoFile(
        _ request: AdminRequest,
        progress: @Sendable (String) -> Void
    ) async throws -> [String] {
        let bank = opened.bank
        switch request {
        case .addUser(let name, let displayName, let role, let password):
            defer { password.wipe() }
            return try await addUser(name, displayName, role, password)
        case .disableUser(let name):
            return try await bank.disableUser(id(of: name))
                ? ["\(name) is shut out; every session has ended."]
                : ["\(name) was shut out already."]
        case .enableUser(let name):
            return try await bank.enableUser(id(of: name))
                ? ["\(name) may sign in again."] : ["\(name) was not shut out."]
        case .unlockUser(let name):
            return try await bank.unlockUser(id(of: name))
                ? ["\(name) need not wait any longer."]
                : ["\(name) has to wait for nothing; nothing was changed."]
        case .setRole(let name, let role):
            return try await bank.changeRole(of: id(of: name), to: role)
                ? ["\(name) is now: \(role.rawValue). Every session has ended."]
                : ["\(name) is already: \(role.rawValue). Nothing was changed."]
        case .setPassword(let name, let password):
            defer { password.wipe() }
            try await bank.changePassword(of: id(of: name), to: password)
            return ["\(name) has the new password; every session has ended."]
        case .resetTOTP(let name):
            return try await resetTOTP(name)
        case .revokeSessions(let name):
            let count = try await bank.revokeSessions(of: id(of: name))
            return count == 0
                ? ["\(name) had no session; nothing was changed."]
                : ["\(OperatorText.count(count, "session")) of \(name) ended."]
        case .revokeSession(let id, let isWiping):
            return [try await revokeSession(id, isWiping)]
        case .revokeTerminal(let name, let isUnseen):
            return try await revokeTerminal(name, isUnseen)
        case .account(let act):
            return try await AccountDesk(opened, zone: settings.zone, now: clock.now())
                .carryOut(act)
        case .rotateMasterKey(let keysAreKept):
            return try await rotateMasterKey(keysAreKept, progress)
        case .rotateSigningKey:
            try await bank.rotateSigningKey()
            return [
                "A new key signs access tokens. Those under the key before stay valid to their end."
            ]
        case .rotateTLS:
            return try rotateTLS()
        case .health:
            do {
                _ = try await bank.health()
                return []
            } catch {
                return [DaemonError(of: error).description]
            }
        }
    }

    /// Finishes a change of the master key that an earlier process began.
    ///
    /// It is unknown if the operator has copies of the keys, so a key that a backup needs is kept.
    package func finishRotation() async throws -> [String] {
        // A change that an operator asked for meanwhile also finishes this one.
        guard opened.ring.numbers.count > 1, changeRefusal == nil else { return [] }
        changeRefusal =
            "The change of the master key that was begun before is being ended. Try again when "
            + "that is done."
        defer { changeRefusal = nil }
        return try await sealAnew(keysAreKept: false) { _ in }
    }

    private func id(of name: String) async throws -> UserID {
        try await opened.store.read { try $0.user(typed: name).id }
    }

    private func revokeSession(_ id: SessionID, _ isWiping: Bool) async throws -> String {
        let isWiped = try await opened.store.read {
            try $0.session(id)?.endedFor == .consoleRevoked || $0.wipeOrder(of: id) != nil
        }
        let wasOpen = try await opened.bank.revokeSession(id, wiping: isWiping)
        let end = wasOpen ? "The session has ended" : "The session had ended before"
        guard isWiping else { return wasOpen ? "\(end)." : "\(end); nothing was changed." }
        return isWiped
            ? "\(end); its console was told before to destroy what it holds; nothing was changed."
            : "\(end); its console destroys what it holds at next contact."
    }

    /// Revokes a terminal that has a certificate here, or at which somebody has signed in.
    private func revokeTerminal(_ name: String, _ isUnseen: Bool) async throws -> [String] {
        // A name that no certificate can carry belongs to no terminal, and would stay in the list
        // for good.
        guard let device = DeviceName(name) else {
            throw DaemonError(DeviceName.rule, .badData)
        }
        let isKnown = PrivateFile.exists(opened.folder.tls.devicePath(device))
        let twins = try await trustedTwins(of: device)
        let count: Int?
        do {
            count = try await opened.bank.revokeTerminal(name, isKnown: isUnseen || isKnown)
        } catch let error as BankError where error.code == .terminalUnknown {
            throw DaemonError(
                "There is no terminal '\(name)': no certificate of it is in "
                    + "\(opened.folder.tls.devicesPath), and nobody signed in at it. If its "
                    + "certificate was made elsewhere, add --unseen."
                    + twins.map { " \($0)" }.joined(),
                .noInput
            )
        }
        guard let count else { return ["The terminal '\(name)' was revoked before."] + twins }
        return [
            "The terminal '\(name)' is no longer trusted. "
                + "\(OperatorText.count(count, "session")) at it ended."
        ] + twins
    }

    /// Returns a sentence about each trusted terminal whose name differs only in letter case.
    ///
    /// Terminal names are case-sensitive. An operator who meant the other terminal has to see that
    /// it stays trusted.
    private func trustedTwins(of name: DeviceName) async throws -> [String] {
        let twins = opened.folder.tls.devices().filter { $0.isTwin(of: name.text) }
        guard !twins.isEmpty else { return [] }
        let revoked = Set(try await opened.store.read { try $0.revokedTerminals() })
        return twins.filter { !revoked.contains($0.text) }.map {
            "'\($0)' is another terminal, and stays trusted."
        }
    }

    private func addUser(
        _ name: String,
        _ displayName: String,
        _ role: Role,
        _ password: SharedSecret
    ) async throws -> [String] {
        let secret = SharedSecret(randomByteCount: Self.totpSecretByteCount)
        defer { secret.wipe() }
        _ = try await opened.bank.addUser(
            NewUser(
                name: name,
                displayName: displayName,
                role: role,
                password: password,
                totpSecret: secret
            )
        )
        let uri = try OTPAuthURI(
            issuer: issuer,
            accountName: name,
            secret: secret.withBytes { span in span.indices.map { span[$0] } }
        )
        return [
            "\(name) may sign in, with the password and this authenticator. It is shown only now:",
            uri.revealedText,
        ]
    }

    private func resetTOTP(_ name: String) async throws -> [String] {
        let secret = SharedSecret(randomByteCount: Self.totpSecretByteCount)
        defer { secret.wipe() }
        let uri = try await opened.bank.resetTOTP(of: id(of: name), secret: secret, issuer: issuer)
        return [
            "\(name) needs this authenticator from now on. It is shown only now:",
            uri.revealedText,
        ]
    }

    /// The bank's name without colons, which authenticators do not allow in an issuer.
    private var issuer: String {
        settings.text(.bankName).unicodeScalars.split(separator: ":").map { String($0) }
            .joined(separator: " ")
    }

    /// Number of bytes in a new authenticator's secret, as recommended by RFC 4226 §4.
    private static let totpSecretByteCount = 20

    private func rotateMasterKey(
        _ keysAreKept: Bool,
        _ progress: @Sendable (String) -> Void
    ) async throws -> [String] {
        if let changeRefusal { throw DaemonError(changeRefusal, .tryLater) }
        changeRefusal = "The master key is being changed already."
        defer { changeRefusal = nil }
        let number = try await opened.bank.nextMasterKeyNumber(above: knownKeyNumbers())
        let key = SharedSecret(randomByteCount: MasterKey.byteCount)
        try opened.folder.keys.add(number, key)
        try await opened.bank.beginMasterKey(number, key)
        progress("Master key \(number) seals from now on.")
        return try await sealAnew(keysAreKept: keysAreKept, progress)
    }

    /// Returns the numbers of master keys in the folder and in the list of backups.
    ///
    /// The books may be older than both.
    private func knownKeyNumbers() throws(DaemonError) -> [MasterKey.Number] {
        let needed = try BackupBook(opened.folder).backups().flatMap(\.masterKeys)
        return try opened.folder.keys.numbers() + needed
    }

    private func sealAnew(
        keysAreKept: Bool,
        _ progress: @Sendable (String) -> Void
    ) async throws -> [String] {
        let keys = opened.folder.keys
        let book = BackupBook(opened.folder)
        _ = try await opened.bank.destroyEndedKeys()
        _ = try await opened.bank.sealAnew { count in
            progress("\(OperatorText.count(count, "secret")) sealed anew.")
        }
        let gone = try await opened.retiredKeys()
        var notes: [MasterKey.Number: String] = [:]
        for number in keysAreKept ? [] : gone { notes[number] = book.sentenceOfNeeded(number) }
        if graceMilliseconds > 0, notes.count < gone.count {
            progress("Waiting for requests that began before.")
            try await clock.sleep(milliseconds: graceMilliseconds)
        }
        var lines: [String] = []
        var failure: DaemonError?
        for number in gone {
            // A failure to remove one key does not stop the others.
            do throws(DaemonError) {
                // A key that a backup was found to need before the wait is kept, because the wait
                // may have been skipped for it.
                var note = notes[number]
                if note == nil { note = try book.removeKey(number, isKept: keysAreKept) }
                if let note {
                    // It also stays in the key ring, so that the next change tries again.
                    lines.append(note)
                    continue
                }
            } catch {
                failure = failure ?? error
                continue
            }
            opened.ring.forget(number)
            // A backup may have been recorded since the operator's answer.
            let copy = keysAreKept ? book.sentenceOfRemoved(number) : nil
            lines.append(
                "Nothing is sealed under master key \(number) any more; it is removed."
                    + (copy.map { " \($0)" } ?? "")
            )
        }
        if let failure {
            for line in lines { progress(line) }
            throw failure
        }
        for number in opened.ring.numbers where number != opened.ring.currentNumber {
            guard !gone.contains(number) else { continue }
            lines.append(
                "Master key \(number) still seals something; the next change goes on with it."
            )
        }
        return lines + [
            "Master key \(opened.ring.currentNumber) is the current one. Keep a copy of "
                + "\(keys.file(opened.ring.currentNumber)) apart from the backups."
        ]
    }

    private func rotateTLS() throws -> [String] {
        let tls = opened.folder.tls
        guard settings.path(.tlsCertificate) == tls.serverPath else {
            throw DaemonError(
                "The settings name a certificate of somebody else "
                    + "(\(settings.text(.tlsCertificate))), who alone can renew it.",
                .configuration
            )
        }
        guard try settings.readAgain().certificateNames == settings.certificateNames else {
            throw DaemonError(
                "tls.names was changed after the server started, which goes on with the names before. "
                    + "Stop the server or start it anew, and make the certificate then.",
                .configuration
            )
        }
        let now = clock.now()
        try tls.issueServer(names: settings.certificateNames, now: now)
        do {
            try reloadCertificates()
        } catch {
            throw DaemonError(
                "The server's certificate is new, but the running server goes on with the one before. "
                    + "Put this right, and SIGHUP has it read again: \(error)",
                .unavailable
            )
        }
        let summary = try CertificateSummary(try tls.certificate(tls.serverPath))
        let names = summary.names.map(\.description).joined(separator: ", ")
        let days = summary.daysLeft(atSeconds: now.secondsSinceEpoch)
        let note = try tls.noteOfEarlyEnd(tls.serverPath, of: TLSFolder.serverDays, now: now)
        return [
            "The server's certificate is new: for \(names), "
                + "for \(OperatorText.count(days, "day")).",
            "SHA-256 fingerprint: \(summary.fingerprint)",
        ] + (note.map { [$0] } ?? [])
    }
}
