import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

/// Decides in one database transaction whether a verified password leads to a session.
///
/// It checks the code, then the user, then the terminal. The user is read again here, because
/// hashing a password takes long enough for somebody to disable them or change the password.
struct SessionOpener {
    /// Outcome of a sign-in; a refusal is committed with what it wrote, such as the used code.
    enum Outcome: Sendable {
        /// The session was opened, with this reply.
        case opened(SignInReply)
        /// No session was opened, for this reason.
        case refused(RequestRefused)
        /// The user's password record was replaced meanwhile, and nothing was checked.
        case passwordChanged
    }

    let context: BankContext
    let signer: SigningKeyCache.Signer
    let place: SignInPlace
    let new: NewSession
    let transaction: any LedgerTransaction

    private var now: Instant { new.openedAt }

    /// Verifies the code, and opens a session if all checks pass and the record still applies.
    func open(for userID: UserID, verified: PasswordRecord, _ code: OneTimeCode) throws -> Outcome {
        guard let user = try transaction.user(userID) else {
            invariantBroken("a user is never removed")
        }
        guard user.password == verified else { return .passwordChanged }
        guard try spend(code, of: user) else {
            try transaction.refuseSignIn(place, user.id, at: now)
            return .refused(RequestRefused(.signInRefused))
        }
        try transaction.acceptSignIn(place, user.id, context.configuration, at: now)
        if let refusal = try refusal(of: user) {
            try transaction.audit(.signIn, .refused, by: user.id, at: now)
            return .refused(refusal)
        }
        try makeRoom(for: user)
        let storageKey = try context.masterKey.reveal(
            user.sealedStorageKey,
            .storageKey,
            ownerBits: user.id.rawValue
        )
        let reply = try new.open(
            for: user,
            storageKey: storageKey.revealedBytes,
            signer: signer,
            context,
            in: transaction
        )
        try transaction.audit(.signIn, by: user.id, of: new.id.rawValue, at: now)
        return .opened(reply)
    }

    /// Verifies a code and marks it as used; returns false if it is wrong or was used before.
    private func spend(_ code: OneTimeCode, of user: UserRecord) throws -> Bool {
        let secret = try context.masterKey.reveal(
            user.sealedTOTPSecret,
            .totpSecret,
            ownerBits: user.id.rawValue
        )
        let used = try transaction.usedSteps(of: user.id, since: user.totp.step(at: now).previous)
        let copy = secret.duplicate()
        let verdict = copy.withBytes {
            TOTPGuard(totp: user.totp).judge(code, at: now, secret: $0, usedSteps: used)
        }
        guard case .accepted(let step) = verdict else { return false }
        return try transaction.insertUsedStep(step, of: user.id, at: now)
    }

    /// Returns the reason why an authenticated user may not have a session; nil if they may.
    private func refusal(of user: UserRecord) throws -> RequestRefused? {
        if user.isDisabled { return .wipe(user.id, nil) }
        if let terminal = new.terminal {
            return try transaction.isRevoked(terminal: terminal) ? .wipe(user.id, nil) : nil
        }
        let isTerminalMissing = context.configuration.requiresTerminalForStaff && user.role.isStaff
        return isTerminalMissing ? RequestRefused(.terminalUnknown) : nil
    }

    /// Ends the sessions that have been idle the longest until there is room for one more.
    private func makeRoom(for user: UserRecord) throws {
        let open = try transaction.openSessions(of: user.id, at: now)
        let surplus = open.count - context.configuration.counts.sessionsOfUser + 1
        guard surplus > 0 else { return }
        let byLastUse = try open.map { id in
            (id, seenAt: try transaction.renewal(of: id)?.family.renewedAt ?? .epoch)
        }
        .sorted { ($0.seenAt, $0.0) < ($1.seenAt, $1.0) }
        for (id, _) in byLastUse.prefix(surplus) {
            _ = try transaction.endSession(id, for: .displaced, at: now)
            try transaction.audit(.sessionDisplaced, by: user.id, of: id.rawValue, at: now)
        }
    }
}
