import Certificates
import CoreVocabulary
import Cryptography
import IdentityCore
public import LedgerService

/// Does what an operator asks: in the server's process when one runs, in the command's own else.
public actor AdminDesk {
    /// How long a retired key still opens values in a server, in milliseconds: longer than any
    /// request that read a row before it was sealed anew.
    public static let graceMilliseconds: Int64 = 15_000

    private let opened: OpenedBank
    private let settings: DaemonConfiguration
    private let clock: any BankClock
    private let graceMilliseconds: Int64
    private let reloadCertificates: @Sendable () throws -> Void
    private var isRotating = false

    /// Makes a desk.
    ///
    /// - Parameters:
    ///   - opened: The bank.
    ///   - settings: Its settings.
    ///   - clock: The time.
    ///   - graceMilliseconds: How long a retired key still opens values; 0 where no requests are
    ///     under way.
    ///   - reloadCertificates: Lets a server take up certificates that changed; nothing where none
    ///     runs.
    public init(
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

    /// Carries a request out.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - progress: Told how far it has come.
    /// - Returns: What to print, line by line.
    /// - Throws: ``DaemonError``, or what the bank throws.
    public func carryOut(
        _ request: AdminRequest,
        progress: @Sendable (String) -> Void
    ) async throws -> [String] {
        let bank = opened.bank
        switch request {
        case .addUser(let name, let displayName, let role, let password):
            defer { password.wipe() }
            return try await addUser(name, displayName, role, password)
        case .disableUser(let name):
            try await bank.disableUser(id(of: name))
            return ["\(name) is shut out; every session has ended."]
        case .enableUser(let name):
            try await bank.enableUser(id(of: name))
            return ["\(name) may sign in again."]
        case .unlockUser(let name):
            try await bank.unlockUser(id(of: name))
            return ["\(name) need not wait any longer."]
        case .resetTOTP(let name):
            return try await resetTOTP(name)
        case .revokeSessions(let name):
            let count = try await bank.revokeSessions(of: id(of: name))
            return ["\(count) \(count == 1 ? "session" : "sessions") of \(name) ended."]
        case .revokeSession(let id, let isWiping):
            try await bank.revokeSession(id, wiping: isWiping)
            return [
                isWiping
                    ? "The session has ended; its console destroys what it holds at next contact."
                    : "The session has ended."
            ]
        case .revokeTerminal(let name):
            try await bank.revokeTerminal(name)
            return ["The terminal '\(name)' is trusted no more; its sessions have ended."]
        case .rotateMasterKey:
            return try await rotateMasterKey(progress)
        case .rotateSigningKey:
            try await bank.rotateSigningKey()
            return [
                "A new key signs access tokens. Those under the one before hold until their end."
            ]
        case .rotateTLS:
            return try rotateTLS()
        }
    }

    /// Ends a change of the master key that an earlier process did not end.
    ///
    /// - Returns: What to print, line by line; nothing when there was nothing to do.
    /// - Throws: What the bank throws.
    public func finishRotation() async throws -> [String] {
        guard opened.ring.numbers.count > 1 else { return [] }
        return try await sealAnew { _ in }
    }

    private func id(of name: String) async throws -> UserID {
        // As at sign-in: upper and lower case are one.
        let text: String
        do {
            text = try UserName(name).text
        } catch {
            throw DaemonError(error.sentence, .badData)
        }
        guard let user = try await opened.bank.users().first(where: { $0.name == text }) else {
            throw DaemonError("Nobody has the user name '\(text)'.", .noUser)
        }
        return user.id
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
        let uri = try await opened.bank.resetTOTP(
            of: id(of: name),
            secret: secret,
            issuer: issuer
        )
        return [
            "\(name) needs this authenticator from now on. It is shown only now:",
            uri.revealedText,
        ]
    }

    /// The name of the bank, in which an authenticator allows no colon.
    private var issuer: String {
        settings.text(.bankName).split(separator: ":").joined(separator: " ")
    }

    /// Bytes in a new authenticator's secret; RFC 4226 §4 recommends 20.
    private static let totpSecretByteCount = 20

    private func rotateMasterKey(
        _ progress: @Sendable (String) -> Void
    ) async throws -> [String] {
        guard !isRotating else {
            throw DaemonError("The master key is being changed already.", .tryLater)
        }
        isRotating = true
        defer { isRotating = false }
        let number = try await opened.bank.nextMasterKeyNumber()
        let key = SharedSecret(randomByteCount: MasterKey.byteCount)
        try opened.folder.keys.add(number, key)
        try await opened.bank.beginMasterKey(number, key)
        progress("Master key \(number) seals from now on.")
        return try await sealAnew(progress)
    }

    private func sealAnew(_ progress: @Sendable (String) -> Void) async throws -> [String] {
        let keys = opened.folder.keys
        _ = try await opened.bank.sealAnew { done in
            progress("\(done.walkedCount) secrets looked at, \(done.sealedCount) sealed anew.")
        }
        let gone = try await opened.retiredKeys()
        if graceMilliseconds > 0, !gone.isEmpty {
            progress("Waiting for requests that began before.")
            try await clock.sleep(milliseconds: graceMilliseconds)
        }
        var lines: [String] = []
        for number in gone {
            try keys.remove(number)
            opened.ring.forget(number)
            lines.append("Nothing is sealed under master key \(number) any more; it is removed.")
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
        try tls.issueServer(names: settings.certificateNames, now: clock.now())
        try reloadCertificates()
        let summary = try CertificateSummary(try tls.certificate(tls.serverPath))
        let names = summary.names.map(\.description).joined(separator: ", ")
        return [
            "The server's certificate is new: for \(names), "
                + "for \(TLSFolder.serverDays) days.",
            "SHA-256 fingerprint: \(summary.fingerprint)",
        ]
    }
}
