import CoreVocabulary
import Cryptography
import IdentityCore
import TokenCore
import WireProtocol

extension Bank {
    /// Where a password's length is cut before it is hashed at all.
    static let passwordByteLimit = PasswordPolicy.mostByteCount

    /// Judges password and code together, and begins a session when both are right.
    ///
    /// Whatever is wrong, and whether the name exists, the words and the work are the same: a name
    /// that nobody has is hashed against a record that no password fits, and counted in a bucket.
    func signIn(_ request: SignInRequest, _ origin: RequestOrigin) async throws -> Reply {
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
        if let problem = try await beginSignIn(key, user, origin) { return .problem(problem) }
        let record = user?.password ?? PasswordRecord.decoy(parameters: configuration.passwordCost)
        let isRight = await verify(password, against: record)
        let isShortEnough = request.password.count <= Self.passwordByteLimit
        guard let user, isRight, isShortEnough, let code = OneTimeCode(digits: request.code.span)
        else {
            return try await refuseSignIn(key, user)
        }
        return try await openSession(user.id, code, key, origin)
    }

    private func unknownName(_ name: String) -> GuardKey {
        let text = (try? UserName(name))?.text ?? name
        return .unknownName(bucket: masterKey.bucket(ofUnknownName: Array(text.utf8)))
    }

    /// Counts a try before it is judged; the problem when it may not begin.
    private func beginSignIn(
        _ key: GuardKey,
        _ user: UserRecord?,
        _ origin: RequestOrigin
    ) async throws -> Problem? {
        let now = clock.now()
        let problem = try await commit { [configuration] transaction -> Problem? in
            if let address = origin.address {
                let key = LimitKey(.signInsOfAddress, ofAddress: address)
                if let seconds = try transaction.take(key, configuration.limits, at: now) {
                    return Problem(code: .slowDown, retryAfterSeconds: seconds)
                }
            }
            var tries = try transaction.tries(under: key)
            switch tries.begin(at: now) {
            case .allowed:
                try transaction.update(tries, under: key)
                return nil
            case .mustWait(let until):
                try transaction.audit(.signIn, .delayed, by: user?.id, objectBits: nil, at: now)
                let seconds = max(1, until.secondsRoundedUp(since: now))
                return Problem(code: .tooManyTries, retryAfterSeconds: seconds)
            }
        }
        if let problem {
            metrics.count(problem.code == .slowDown ? .slowedDown : .signInDelayed)
        }
        return problem
    }

    private func refuseSignIn(_ key: GuardKey, _ user: UserRecord?) async throws -> Reply {
        let now = clock.now()
        metrics.count(.signInRefused)
        return try await commit { transaction in
            try transaction.refuseSignIn(key, user?.id, at: now)
            return .problem(Problem(code: .signInRefused))
        }
    }

    private func openSession(
        _ userID: UserID,
        _ code: OneTimeCode,
        _ key: GuardKey,
        _ origin: RequestOrigin
    ) async throws -> Reply {
        let signer = try await signer()
        let now = clock.now()
        let desk = SignInDesk(
            masterKey: masterKey,
            requiresTerminalForStaff: configuration.requiresTerminalForStaff,
            signer: signer,
            key: key,
            new: NewSession(
                id: SessionID.version7(at: now, random: random.bits()),
                authorisationKey: random.bytes(AuthorisationProof.keyByteCount),
                refreshKey: random.bytes(RefreshToken.keyByteCount),
                openedAt: now,
                terminal: origin.terminal,
                terms: configuration.terms
            )
        )
        let outcome = try await commit { try desk.open(for: userID, code, in: $0) }
        switch outcome {
        case .opened(let reply):
            metrics.count(.signedIn)
            return .signedIn(reply)
        case .refused(let refusal):
            metrics.count(.signInRefused)
            throw refusal
        }
    }
}

/// A sealed value does not open: the master key is another, or the row was changed.
struct SealBroken: Error, CustomStringConvertible {
    let description = "A sealed secret does not open under the master key."
}

extension LedgerTransaction {
    /// Ends a try that was refused; it was counted when it began.
    func refuseSignIn(_ key: GuardKey, _ userID: UserID?, at now: Instant) throws {
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
