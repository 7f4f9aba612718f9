public import CoreVocabulary
public import Cryptography
public import IdentityCore
import TokenCore

extension Bank {
    /// Shuts a user out at once: every session ends, and each console is told at its next contact
    /// to destroy what it holds.
    ///
    /// - Throws: ``BankError``: there is no such user.
    public func disableUser(_ id: UserID) async throws {
        try await change(id, .userDisabled) { user, now in
            user.isDisabled ? nil : user.changed(isDisabled: true, at: now)
        }
    }

    /// Lets a disabled user sign in again.
    ///
    /// - Throws: ``BankError``: there is no such user.
    public func enableUser(_ id: UserID) async throws {
        try await change(id, .userEnabled) { user, now in
            user.isDisabled ? user.changed(isDisabled: false, at: now) : nil
        }
    }

    /// Gives a user another role, and ends every session that began with the old one.
    ///
    /// - Throws: ``BankError``: there is no such user.
    public func changeRole(of id: UserID, to role: Role) async throws {
        try await change(id, .roleChanged) { user, now in
            user.role == role ? nil : user.changed(role: role, at: now)
        }
    }

    /// Lifts the delay that failed sign-ins have earned a user.
    ///
    /// - Throws: ``BankError``: there is no such user.
    public func unlockUser(_ id: UserID) async throws {
        let now = clock.now()
        try await commit { transaction in
            guard try transaction.user(id) != nil else { throw BankError(.userUnknown) }
            var tries = try transaction.tries(under: .user(id))
            tries.state.lift(at: now)
            try transaction.update(tries, under: .user(id))
            try transaction.audit(.userUnlocked, by: nil, objectBits: id.rawValue, at: now)
        }
    }

    /// Gives a user another authenticator, and ends every session.
    ///
    /// - Parameters:
    ///   - id: The user.
    ///   - secret: The new secret, 16 bytes or more, which the caller wipes afterwards.
    ///   - issuer: The bank's name, as the authenticator will show it; without a colon.
    /// - Returns: What the authenticator is told, to be shown once.
    /// - Throws: ``BankError``: there is no such user, or the secret is too short.
    public func resetTOTP(
        of id: UserID,
        secret: SharedSecret,
        issuer: String = "Counterfoil"
    ) async throws -> OTPAuthURI {
        guard secret.count >= TOTP.leastSecretByteCount else {
            throw BankError(.totpSecretTooShort)
        }
        let now = clock.now()
        return try await commitEnding { [masterKey] transaction in
            guard let user = try transaction.user(id) else { throw BankError(.userUnknown) }
            let sealed = masterKey.seal(
                secret.revealedBytes,
                .totpSecret,
                ownerBits: id.rawValue
            )
            try transaction.update(
                SealedValue(purpose: .totpSecret, ownerBits: id.rawValue, sealed: sealed)
            )
            try transaction.endSessions(of: id, for: .userChanged, at: now)
            try transaction.audit(.totpReset, by: nil, objectBits: id.rawValue, at: now)
            return try OTPAuthURI(
                issuer: issuer,
                accountName: user.name,
                secret: secret.revealedBytes,
                totp: user.totp
            )
        }
    }

    /// Ends every session of a user, who may sign in again.
    ///
    /// - Returns: How many there were.
    /// - Throws: ``BankError``: there is no such user.
    @discardableResult
    public func revokeSessions(of id: UserID) async throws -> Int {
        let now = clock.now()
        return try await commitEnding { transaction in
            guard try transaction.user(id) != nil else { throw BankError(.userUnknown) }
            return try transaction.endSessions(of: id, for: .revoked, at: now)
        }
    }

    /// Ends a session.
    ///
    /// One that ended before for another reason stays ended for it; its console is still told to
    /// wipe when it comes with that session's tokens.
    ///
    /// - Parameters:
    ///   - id: The session.
    ///   - isWiping: Whether its console has to destroy what it holds.
    /// - Throws: ``BankError``: there is no such session.
    public func revokeSession(_ id: SessionID, wiping isWiping: Bool = false) async throws {
        let now = clock.now()
        let nonce = random.bytes(WipeOrder.nonceByteCount)
        try await commitEnding { transaction in
            guard let session = try transaction.session(id) else {
                throw BankError(.sessionUnknown)
            }
            try transaction.end([id], for: isWiping ? .consoleRevoked : .revoked, at: now)
            if isWiping, let reason = session.endedFor, reason != .consoleRevoked {
                _ = try transaction.orderWipe(session.userID, id, nonce: nonce, at: now)
            }
        }
    }

    /// Takes the trust from a terminal: its sessions end, and its consoles are to destroy what they
    /// hold.
    ///
    /// For good: a terminal that is found again gets a certificate under another name.
    ///
    /// - Parameter name: The name in its certificate.
    /// - Throws: What the store throws.
    public func revokeTerminal(_ name: String) async throws {
        let now = clock.now()
        let digest = SHA256.digest(of: Array(name.utf8)).bytes
        let bits = digest.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        try await commitEnding { transaction in
            guard try transaction.revokeTerminal(name, at: now) else { return }
            let open = try transaction.openSessions(atTerminal: name, at: now)
            try transaction.end(open, for: .consoleRevoked, at: now)
            try transaction.audit(.terminalRevoked, by: nil, objectBits: bits, at: now)
        }
    }

    private func change(
        _ id: UserID,
        _ action: AuditRow.Action,
        _ decide: @escaping @Sendable (UserRecord, Instant) -> UserChange?
    ) async throws {
        let now = clock.now()
        try await commitEnding { transaction in
            guard let user = try transaction.user(id) else { throw BankError(.userUnknown) }
            guard let change = decide(user, now) else { return }
            try transaction.insert(change)
            let reason: SessionEnd = change.isDisabled ? .userDisabled : .userChanged
            try transaction.endSessions(of: id, for: reason, at: now)
            try transaction.audit(action, by: nil, objectBits: id.rawValue, at: now)
        }
    }
}

extension LedgerTransaction {
    /// Ends every session of a user; how many there were.
    @discardableResult
    fileprivate func endSessions(
        of id: UserID,
        for reason: SessionEnd,
        at now: Instant
    ) throws -> Int {
        let open = try openSessions(of: id, at: now)
        try end(open, for: reason, at: now)
        return open.count
    }

    fileprivate func end(
        _ sessions: [SessionID],
        for reason: SessionEnd,
        at now: Instant
    ) throws {
        for session in sessions where try endSession(session, for: reason, at: now) {
            try audit(.sessionRevoked, by: nil, objectBits: session.rawValue, at: now)
        }
    }
}

extension UserRecord {
    fileprivate func changed(
        role: Role? = nil,
        isDisabled: Bool? = nil,
        at now: Instant
    ) -> UserChange {
        UserChange(
            userID: id,
            role: role ?? self.role,
            isDisabled: isDisabled ?? self.isDisabled,
            changedAt: now
        )
    }
}
