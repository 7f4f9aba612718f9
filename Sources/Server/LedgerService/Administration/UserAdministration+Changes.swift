import CoreVocabulary
import Cryptography
import IdentityCore

// An act on a user throws ``BankError`` with `userUnknown` if there is no such user.
extension UserAdministration {
    /// Changes a user as `decide` says, and ends every session that began before the change.
    ///
    /// Returns false and writes nothing if `decide` returns nil.
    func change(
        _ id: UserID,
        _ action: AuditRow.Action,
        _ decide: @escaping @Sendable (UserRecord, Instant) -> UserChange?
    ) async throws -> Bool {
        let now = context.clock.now()
        return try await commits.run(endingSessionsOf: id) { transaction in
            guard let user = try transaction.user(id) else { throw BankError(.userUnknown) }
            guard let change = decide(user, now) else { return false }
            try transaction.insert(change)
            let isNewRole = change.role != user.role
            let reason: SessionEnd = change.isDisabled ? .userDisabled : .userChanged
            try transaction.endSessions(of: id, for: reason, at: now)
            try transaction.audit(
                action,
                of: id.rawValue,
                at: now,
                detail: isNewRole ? AuditDetail.before(.role(user.role)).digest : nil,
                note: isNewRole ? .role(change.role) : nil
            )
            return true
        }
    }

    /// Replaces a user's password and ends all their sessions; the caller wipes the password.
    ///
    /// - Throws: ``BankError`` if there is no such user or the password breaks a rule; ``BankBusy``
    ///   if too many wait for a hash.
    func changePassword(of id: UserID, to password: SharedSecret) async throws {
        guard let user = try await context.store.read({ try $0.user(id) }) else {
            throw BankError(.userUnknown)
        }
        try check(password, ofUserNamed: user.name, displayName: user.displayName)
        let hashed = try await resources.hasher.hashInTurn(password)
        _ = try await change(id, .passwordChanged) { user, now in
            user.changed(password: hashed, at: now)
        }
    }

    /// Lifts a user's delay after failed sign-ins and codes; returns false if there was no failure.
    func unlock(_ id: UserID) async throws -> Bool {
        let now = context.clock.now()
        return try await commits.run { [masterKey = context.masterKey] transaction in
            guard let user = try transaction.user(id) else { throw BankError(.userUnknown) }
            let place = SignInPlace(user.name, .inProcess, masterKey)
            let failedCount = try transaction.tries(under: .transfers(id)).state.failureCount
            let newPlacesAt = try transaction.limit(under: place.newPlacesKey) ?? now
            let placeCount = try transaction.removeSignIns(under: place.nameBits)
            guard placeCount > 0 || failedCount > 0 || newPlacesAt > now else { return false }
            try transaction.update(AttemptRecord(countedAt: now), under: .transfers(id))
            for key in [place.newPlacesKey, place.delayKey] {
                try transaction.update(LimitRecord(key: key, fullAt: now))
            }
            try transaction.audit(.userUnlocked, of: id.rawValue, at: now)
            return true
        }
    }

    /// Replaces a user's authenticator secret, which the caller wipes, and ends all their sessions.
    ///
    /// Returns the provisioning URI, to be shown once. The issuer is the bank, without a colon.
    ///
    /// - Throws: ``BankError`` if there is no such user or the secret is too short.
    func resetTOTP(of id: UserID, secret: SharedSecret, issuer: String) async throws -> OTPAuthURI {
        guard secret.count >= TOTP.leastSecretByteCount else {
            throw BankError(.totpSecretTooShort)
        }
        let now = context.clock.now()
        return try await commits.run(endingSessionsOf: id) {
            [masterKey = context.masterKey] transaction in
            guard let user = try transaction.user(id) else { throw BankError(.userUnknown) }
            let sealed = masterKey.seal(secret.revealedBytes, .totpSecret, ownerBits: id.rawValue)
            try transaction.update(
                SealedValue(purpose: .totpSecret, ownerBits: id.rawValue, sealed: sealed)
            )
            try transaction.endSessions(of: id, for: .userChanged, at: now)
            try transaction.audit(.totpReset, of: id.rawValue, at: now)
            return try OTPAuthURI(
                issuer: issuer,
                accountName: user.name,
                secret: secret.revealedBytes,
                totp: user.totp
            )
        }
    }

    /// Ends all sessions of a user, who may sign in again, and returns their number.
    func revokeSessions(of id: UserID) async throws -> Int {
        let now = context.clock.now()
        return try await commits.run(endingSessionsOf: id) { transaction in
            guard try transaction.user(id) != nil else { throw BankError(.userUnknown) }
            return try transaction.endSessions(of: id, for: .revoked, at: now)
        }
    }

    /// Ends a session and, on request, orders its console to wipe; returns false if it had ended.
    ///
    /// A session that ended before for another reason keeps that reason. Its console still receives
    /// the wipe order when it presents that session's tokens.
    ///
    /// - Throws: ``BankError`` if there is no such session.
    func revokeSession(_ id: SessionID, wiping isWiping: Bool = false) async throws -> Bool {
        let now = context.clock.now()
        let nonce = context.random.bytes(WipeOrder.nonceByteCount)
        let (owner, wasOpen) = try await commits.run { transaction in
            guard let session = try transaction.session(id) else {
                throw BankError(.sessionUnknown)
            }
            try transaction.end([id], for: isWiping ? .consoleRevoked : .revoked, at: now)
            if isWiping, let reason = session.endedFor, reason != .consoleRevoked {
                _ = try transaction.orderWipe(session.userID, id, nonce: nonce, at: now)
            }
            return (session.userID, session.endedAt == nil)
        }
        commits.feedWaiters.wake(CollectionOfOne(owner))
        return wasOpen
    }

    /// Revokes a terminal, ends its sessions and orders its consoles to wipe.
    ///
    /// The revocation is permanent. A terminal that is found again gets a certificate under another
    /// name. Unless the caller knows that there is such a terminal, the name must be one at which
    /// somebody signed in, to catch typing mistakes.
    ///
    /// - Returns: The number of sessions ended; nil if the terminal was revoked before.
    /// - Throws: ``BankError`` if there is no such terminal.
    func revokeTerminal(_ name: String, isKnown: Bool = false) async throws -> Int? {
        let now = context.clock.now()
        let ended = try await commits.run { transaction -> [UserID]? in
            guard try !transaction.isRevoked(terminal: name) else { return nil }
            guard try isKnown || transaction.hasSession(atTerminal: name) else {
                throw BankError(.terminalUnknown)
            }
            _ = try transaction.revokeTerminal(name, at: now)
            let open = try transaction.sessionsNotEnded(atTerminal: name)
            try transaction.end(open, for: .consoleRevoked, at: now)
            let bits = AuditRow.objectBits(ofTerminal: name)
            try transaction.audit(.terminalRevoked, of: bits, at: now)
            return try open.compactMap { try transaction.session($0)?.userID }
        }
        commits.feedWaiters.wake(ended ?? [])
        return ended?.count
    }
}

extension LedgerTransaction {
    /// Ends every session of a user that was not ended explicitly, and returns their number.
    ///
    /// Expired ones are ended too: they would be valid again if the clock was found to run ahead.
    @discardableResult
    fileprivate func endSessions(
        of id: UserID,
        for reason: SessionEnd,
        at now: Instant
    ) throws -> Int {
        let open = try sessionsNotEnded(of: id)
        try end(open, for: reason, at: now)
        return open.count
    }

    fileprivate func end(_ sessions: [SessionID], for reason: SessionEnd, at now: Instant) throws {
        for session in sessions where try endSession(session, for: reason, at: now) {
            try audit(.sessionRevoked, of: session.rawValue, at: now)
        }
    }
}

extension UserRecord {
    /// Returns a change of the given fields that keeps the user's other values.
    func changed(
        role: Role? = nil,
        isDisabled: Bool? = nil,
        password: PasswordRecord? = nil,
        at now: Instant
    ) -> UserChange {
        UserChange(
            userID: id,
            role: role ?? self.role,
            isDisabled: isDisabled ?? self.isDisabled,
            password: password ?? self.password,
            changedAt: now
        )
    }
}
