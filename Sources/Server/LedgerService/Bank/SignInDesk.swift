import CoreVocabulary
import Cryptography
import IdentityCore
import TokenCore
import WireProtocol

/// Decides inside one database transaction whether somebody whose password was right may have a
/// session: the code, then the user, then the terminal.
///
/// The user is read again here: hashing a password takes long enough for somebody to disable them, or
/// to give them another password.
struct SignInDesk: Sendable {
    /// What comes of it; a refusal keeps what was written, such as the code that is spent.
    enum Outcome: Sendable {
        /// The session has begun.
        case opened(SignInReply)
        /// There is none.
        case refused(RequestRefused)
        /// The user has another password, or the same one hashed anew; nothing was judged.
        case passwordChanged
    }

    let masterKey: MasterKey
    let requiresTerminalForStaff: Bool
    let signer: TokenDesk.Signer
    let place: SignInPlace
    let limits: RateLimits
    /// The most sessions that the user may have at a time.
    let sessionLimit: Int
    /// The most places that are remembered of the user.
    let placeLimit: Int
    let new: NewSession

    private var now: Instant { new.openedAt }

    /// Judges the code, and begins a session when everything is right.
    ///
    /// - Parameters:
    ///   - userID: Who asks.
    ///   - verified: The record that the password was found to fit.
    ///   - code: The code.
    ///   - transaction: The books.
    /// - Returns: What comes of it.
    /// - Throws: What the store throws, or ``SealBroken``.
    func open(
        for userID: UserID,
        verified: PasswordRecord,
        _ code: OneTimeCode,
        in transaction: any LedgerTransaction
    ) throws -> Outcome {
        guard let user = try transaction.user(userID) else {
            invariantBroken("a user is never removed")
        }
        guard user.password == verified else { return .passwordChanged }
        guard try spend(code, of: user, in: transaction) else {
            try transaction.refuseSignIn(place, user.id, at: now)
            return .refused(RequestRefused(.signInRefused))
        }
        try transaction.acceptSignIn(place, user.id, limits, placeLimit: placeLimit, at: now)
        if let refusal = try refusal(of: user, in: transaction) {
            try transaction.audit(.signIn, .refused, by: user.id, objectBits: nil, at: now)
            return .refused(refusal)
        }
        try makeRoom(for: user, in: transaction)
        guard
            let storageKey = masterKey.open(
                user.sealedStorageKey,
                .storageKey,
                ownerBits: user.id.rawValue
            )
        else { throw SealBroken() }
        let reply = try new.open(
            for: user,
            storageKey: storageKey.revealedBytes,
            signer: signer,
            masterKey,
            in: transaction
        )
        try transaction.audit(.signIn, by: user.id, objectBits: new.id.rawValue, at: now)
        return .opened(reply)
    }

    /// Judges a code and spends it; false when it is not right, or was spent before.
    private func spend(
        _ code: OneTimeCode,
        of user: UserRecord,
        in transaction: any LedgerTransaction
    ) throws -> Bool {
        let sealed = user.sealedTOTPSecret
        guard let secret = masterKey.open(sealed, .totpSecret, ownerBits: user.id.rawValue) else {
            throw SealBroken()
        }
        let used = try transaction.usedSteps(
            of: user.id,
            since: user.totp.step(at: now).previous
        )
        let copy = secret.duplicate()
        let verdict = copy.withBytes {
            TOTPGuard(totp: user.totp).judge(code, at: now, secret: $0, usedSteps: used)
        }
        guard case .accepted(let step) = verdict else { return false }
        return try transaction.insertUsedStep(step, of: user.id, at: now)
    }

    /// Why somebody who proved to be a user may not have a session all the same.
    private func refusal(
        of user: UserRecord,
        in transaction: any LedgerTransaction
    ) throws -> RequestRefused? {
        if user.isDisabled { return .wipe(user.id, nil) }
        if let terminal = new.terminal {
            return try transaction.isRevoked(terminal: terminal) ? .wipe(user.id, nil) : nil
        }
        let isTerminalMissing = requiresTerminalForStaff && user.role.isStaff
        return isTerminalMissing ? RequestRefused(.terminalUnknown) : nil
    }

    /// Ends the sessions that have been idle the longest, until there is room for one more.
    private func makeRoom(
        for user: UserRecord,
        in transaction: any LedgerTransaction
    ) throws {
        let open = try transaction.openSessions(of: user.id, at: now)
        let surplus = open.count - sessionLimit + 1
        guard surplus > 0 else { return }
        let byLastUse = try open.map { id in
            (id, seenAt: try transaction.renewal(of: id)?.family.renewedAt ?? .epoch)
        }
        .sorted { ($0.seenAt, $0.0) < ($1.seenAt, $1.0) }
        for (id, _) in byLastUse.prefix(surplus) {
            _ = try transaction.endSession(id, for: .displaced, at: now)
            try transaction.audit(
                .sessionDisplaced,
                by: user.id,
                objectBits: id.rawValue,
                at: now
            )
        }
    }
}
