import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

extension Bank {
    /// Bytes in a session's token: 256 random bits.
    static let tokenByteCount = 32
    /// Where a password's length is cut before it is hashed at all.
    static let passwordByteLimit = PasswordPolicy.mostByteCount

    /// Judges password and code together, and begins a session when both are right.
    ///
    /// Whatever is wrong, and whether the name exists, the words and the work are the same: a name
    /// that nobody has is hashed against a record that no password fits, and counted in a bucket.
    func signIn(_ request: SignInRequest) async throws -> Reply {
        let password = SharedSecret(capacity: Self.passwordByteLimit + 1)
        for byte in request.password.prefix(Self.passwordByteLimit + 1) { password.append(byte) }
        defer { password.wipe() }

        // Which rule a name breaks is not told: it is one more name that nobody has.
        let name = (try? UserName(request.user))?.text
        let user = try await store.read { reader -> UserRecord? in
            guard let name else { return nil }
            return try reader.user(named: name)
        }
        let key = user.map { GuardKey.user($0.id) } ?? unknownName(request.user)
        // The place first: a try that only found the bank busy must not count as a failed one.
        guard await enterHashPlace() else { return .problem(Problem(code: .busy)) }
        defer { leaveHashPlace() }
        if let retryAfter = try await beginSignIn(key, user) {
            return .problem(Problem(code: .tooManyTries, retryAfterSeconds: retryAfter))
        }
        let record = user?.password ?? PasswordRecord.decoy(parameters: configuration.passwordCost)
        let isRight = await verify(password, against: record)
        let isShortEnough = request.password.count <= Self.passwordByteLimit
        guard let user, isRight, isShortEnough, let code = OneTimeCode(digits: request.code.span)
        else {
            return try await refuseSignIn(key, user)
        }
        return try await openSession(user, code, key)
    }

    /// Ends a session.
    func signOut(_ tokenHash: Digest256) async throws -> Reply {
        let now = clock.now()
        return try await commit { transaction in
            guard let session = try transaction.liveSession(tokenHash, at: now) else {
                return .problem(Problem(code: .sessionEnded))
            }
            _ = try transaction.endSession(session.id, at: now)
            try transaction.audit(
                .signOut,
                by: session.userID,
                objectBits: session.id.rawValue,
                at: now
            )
            return .signedOut
        }
    }

    private func unknownName(_ name: String) -> GuardKey {
        let text = (try? UserName(name))?.text ?? name
        return .unknownName(bucket: masterKey.bucket(ofUnknownName: Array(text.utf8)))
    }

    /// Counts a try before it is judged; the seconds to wait when it may not begin.
    private func beginSignIn(_ key: GuardKey, _ user: UserRecord?) async throws -> Int64? {
        let now = clock.now()
        return try await commit { transaction in
            var tries = try transaction.tries(under: key)
            switch tries.begin(at: now) {
            case .allowed:
                try transaction.update(tries, under: key)
                return nil
            case .mustWait(let until):
                try transaction.audit(.signIn, .delayed, by: user?.id, objectBits: nil, at: now)
                return max(1, until.secondsRoundedUp(since: now))
            }
        }
    }

    private func refuseSignIn(_ key: GuardKey, _ user: UserRecord?) async throws -> Reply {
        let now = clock.now()
        return try await commit { transaction in
            try transaction.refuseSignIn(key, user?.id, at: now)
            return .problem(Problem(code: .signInRefused))
        }
    }

    private func openSession(
        _ user: UserRecord,
        _ code: OneTimeCode,
        _ key: GuardKey
    ) async throws -> Reply {
        let now = clock.now()
        guard
            let secret = masterKey.open(
                user.sealedTOTPSecret,
                .totpSecret,
                ownerBits: user.id.rawValue
            ),
            let storageKey = masterKey.open(
                user.sealedStorageKey,
                .storageKey,
                ownerBits: user.id.rawValue
            )
        else { throw SealBroken() }
        let new = NewSession(
            user: user,
            token: random.bytes(Self.tokenByteCount),
            id: SessionID.version7(at: now, random: random.bits()),
            authorisationKey: random.bytes(AuthorisationProof.keyByteCount),
            openedAt: now
        )
        let session = new.record(sealedWith: masterKey)
        let isAccepted = try await commit { transaction in
            let used = try transaction.usedSteps(
                of: user.id,
                since: user.totp.step(at: now).previous
            )
            let copy = secret.duplicate()
            let verdict = copy.withBytes {
                TOTPGuard(totp: user.totp).judge(code, at: now, secret: $0, usedSteps: used)
            }
            guard case .accepted(let step) = verdict,
                try transaction.insertUsedStep(step, of: user.id, at: now)
            else {
                try transaction.refuseSignIn(key, user.id, at: now)
                return false
            }
            var tries = try transaction.tries(under: key)
            tries.succeed(at: now)
            try transaction.update(tries, under: key)
            try transaction.insert(session)
            try transaction.audit(.signIn, by: user.id, objectBits: session.id.rawValue, at: now)
            return true
        }
        guard isAccepted else { return .problem(Problem(code: .signInRefused)) }
        return .signedIn(new.reply(storageKey: storageKey.revealedBytes, now: now))
    }
}

/// A sealed value does not open: the master key is another, or the row was changed.
struct SealBroken: Error, CustomStringConvertible {
    let description = "A sealed secret does not open under the master key."
}

extension IdentityReading {
    /// The session of a token, if it lives.
    func liveSession(_ tokenHash: Digest256, at now: Instant) throws -> SessionRecord? {
        guard let session = try session(tokenHash: tokenHash) else { return nil }
        return now < session.lastsUntil ? session : nil
    }
}

extension LedgerTransaction {
    /// Ends a try that was refused; it was counted when it began.
    fileprivate func refuseSignIn(_ key: GuardKey, _ userID: UserID?, at now: Instant) throws {
        var tries = try tries(under: key)
        tries.fail()
        try update(tries, under: key)
        try audit(.signIn, .refused, by: userID, objectBits: nil, at: now)
    }
}

extension Instant {
    /// Seconds from an earlier instant to this one, a part of one counting as a whole one.
    func secondsRoundedUp(since earlier: Instant) -> Int64 {
        let nanoseconds = nanosecondsSinceEpoch - earlier.nanosecondsSinceEpoch
        return (nanoseconds + Instant.nanosecondsPerSecond - 1) / Instant.nanosecondsPerSecond
    }
}

extension SharedSecret {
    /// The bytes, for a message that has to carry them.
    var revealedBytes: [UInt8] {
        withBytes { span in span.indices.map { span[$0] } }
    }
}
