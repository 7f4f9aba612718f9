import CoreVocabulary
import Cryptography
import IdentityCore
import TokenCore
import WireProtocol

extension Bank {
    /// Maximum password length in bytes; longer passwords are cut before hashing and refused.
    static let passwordByteLimit = PasswordPolicy.mostByteCount
    /// Maximum number of password verifications in one sign-in.
    ///
    /// A verification is repeated if the password record was replaced meanwhile. A rehash at
    /// another cost replaces it once; the limit allows one more.
    static let verificationLimit = 3

    /// Verifies password and code together, and opens a session if both are right.
    ///
    /// The answer and the work are the same for every failure and for an unknown name. An unknown
    /// name is hashed against a decoy record that no password matches, and counted in a bucket.
    func signIn(_ request: SignInRequest, _ origin: RequestOrigin) async throws -> Reply {
        let password = SharedSecret(capacity: Self.passwordByteLimit + 1)
        for byte in request.password.prefix(Self.passwordByteLimit + 1) { password.append(byte) }
        defer { password.wipe() }

        try await countSignIn(from: origin)
        // The answer does not reveal which rule a name breaks. An invalid name is treated as
        // unknown.
        let name = (try? UserName(request.user))?.text
        let place = SignInPlace(name ?? request.user, origin, masterKey)
        // The place comes first, so that a sign-in that finds the bank busy does not count as a
        // failed one.
        guard try await enterHashPlace(forSigningInAs: name, place, origin) else {
            return .problem(Problem(code: .busy))
        }
        defer { leaveHashPlace() }
        let user = try await store.read { try $0.user(signingInAs: name) }
        if let problem = try await beginSignIn(place, user) { return .problem(problem) }
        let record = user?.password ?? PasswordRecord.decoy(parameters: configuration.passwordCost)
        let isRight = await verify(password, against: record)
        let isShortEnough = request.password.count <= Self.passwordByteLimit
        guard let user, isRight, isShortEnough, let code = OneTimeCode(digits: request.code.span)
        else {
            return try await refuseSignIn(place, user)
        }
        var proven = ProvenSignIn(
            userID: user.id,
            password: user.password,
            code: code,
            place: place,
            terminal: origin.terminal
        )
        for _ in 0..<Self.verificationLimit {
            if let reply = try await openSession(proven) {
                await rehash(password, of: user.id, proven.password)
                return reply
            }
            // The record was replaced meanwhile, by a change of the password or by a concurrent
            // rehash.
            guard let record = try await store.read({ try $0.user(user.id)?.password }),
                await verify(password, against: record)
            else { break }
            proven.password = record
        }
        return try await refuseSignIn(place, user)
    }

    /// Waits for a place to hash in, with precedence for a place from which the user signed in
    /// before.
    private func enterHashPlace(
        forSigningInAs name: String?,
        _ place: SignInPlace,
        _ origin: RequestOrigin
    ) async throws -> Bool {
        // The place is looked up only if the sign-in has to wait.
        if hashPlaces.acquire() { return true }
        let isKnown = try await store.read { reader in
            try reader.isKnown(place, to: reader.user(signingInAs: name)?.id)
        }
        return await enterHashPlace(for: origin.peerBits, isKnown: isKnown)
    }

    /// Rehashes a verified password if its record has a cost other than the present one.
    ///
    /// An unknown name is hashed at the present cost, and the time must not distinguish it from
    /// others.
    private func rehash(
        _ password: SharedSecret,
        of userID: UserID,
        _ verified: PasswordRecord
    ) async {
        guard verified.needsRehash(to: configuration.passwordCost) else { return }
        let hashed = await hash(password)
        let now = clock.now()
        do {
            try await commit { transaction in
                guard let known = try transaction.user(userID), known.password == verified else {
                    return
                }
                try transaction.insert(known.changed(password: hashed, at: now))
            }
        } catch {
            // The session is open anyway. The next sign-in tries again.
            _ = await problem(for: error)
        }
    }

    /// Counts a sign-in attempt before verification, and returns the problem if it has to wait.
    private func beginSignIn(_ place: SignInPlace, _ user: UserRecord?) async throws -> Problem? {
        let now = clock.now()
        let seconds = try await commit { [configuration] transaction in
            try transaction.beginSignIn(place, user?.id, configuration, at: now)
        }
        guard let seconds else { return nil }
        metrics.count(.signInDelayed)
        return Problem(code: .tooManyTries, retryAfterSeconds: seconds)
    }

    private func refuseSignIn(_ place: SignInPlace, _ user: UserRecord?) async throws -> Reply {
        let now = clock.now()
        metrics.count(.signInRefused)
        return try await commit { transaction in
            try transaction.refuseSignIn(place, user?.id, at: now)
            return .problem(Problem(code: .signInRefused))
        }
    }

    /// Opens a session after the password was verified; returns nil if the password record was
    /// replaced meanwhile.
    private func openSession(_ proven: ProvenSignIn) async throws -> Reply? {
        let signer = try await signer()
        let now = clock.now()
        let opener = SessionOpener(
            masterKey: masterKey,
            requiresTerminalForStaff: configuration.requiresTerminalForStaff,
            signer: signer,
            place: proven.place,
            limits: configuration.limits,
            sessionLimit: configuration.counts.sessionsOfUser,
            placeLimit: configuration.counts.placesOfUser,
            new: NewSession(
                id: SessionID.version7(at: now, random: random.bits()),
                authorisationKey: random.bytes(AuthorisationProof.keyByteCount),
                refreshKey: random.bytes(RefreshToken.keyByteCount),
                openedAt: now,
                terminal: proven.terminal,
                terms: configuration.terms,
                zone: configuration.zone
            )
        )
        let outcome = try await commit {
            try opener.open(
                for: proven.userID,
                verified: proven.password,
                proven.code,
                in: $0
            )
        }
        switch outcome {
        case .opened(let reply):
            metrics.count(.signedIn)
            return .signedIn(reply)
        case .refused(let refusal):
            metrics.count(.signInRefused)
            throw refusal
        case .passwordChanged:
            return nil
        }
    }
}

/// Sign-in attempt whose password was verified.
///
/// The fields are grouped in one value, because unoptimised code of Swift 6.3 loses its stack in an
/// async function that takes them one by one.
private struct ProvenSignIn: Sendable {
    let userID: UserID
    /// The record that the password matches.
    var password: PasswordRecord
    let code: OneTimeCode
    let place: SignInPlace
    let terminal: String?
}

/// Error for a sealed value that does not open, because of another master key or a changed row.
struct SealBroken: Error, CustomStringConvertible {
    let description = "A sealed secret does not open under the master key."
}

extension LedgerReading {
    /// Returns the user with a name; nil if the name is invalid or unknown.
    fileprivate func user(signingInAs name: String?) throws -> UserRecord? {
        try name.flatMap { try user(named: $0) }
    }

    fileprivate func isKnown(_ place: SignInPlace, to userID: UserID?) throws -> Bool {
        guard let userID else { return false }
        return try hasSignedIn(userID, from: place.placeBits)
    }
}

extension LedgerTransaction {
    /// Counts a sign-in attempt before verification.
    ///
    /// - Returns: The seconds to wait; nil if the attempt may begin.
    fileprivate func beginSignIn(
        _ place: SignInPlace,
        _ userID: UserID?,
        _ configuration: BankConfiguration,
        at now: Instant
    ) throws -> Int64? {
        var tries = try tries(under: place.attemptKey)
        var wait: Int64?
        if case .mustWait(let until) = tries.begin(at: now) {
            wait = max(1, until.secondsRoundedUp(since: now))
        } else if try !isKnown(place, to: userID) {
            wait = try consume(place.newPlacesKey, configuration.limits, at: now)
        }
        guard let wait else {
            try removeSignIns(
                countedBy: AttemptRecord.oldest(at: now),
                beyond: configuration.counts.rememberedSignIns
            )
            try update(tries, under: place.attemptKey)
            return nil
        }
        try auditDelay(of: place, userID, seconds: wait, at: now)
        return wait
    }

    /// Appends the audit row of a delayed attempt, unless one was written for this delay already.
    ///
    /// A delayed attempt costs its sender nothing and must not fill the log.
    private func auditDelay(
        of place: SignInPlace,
        _ userID: UserID?,
        seconds: Int64,
        at now: Instant
    ) throws {
        let longest = now.adding(seconds: SignInGuard.longestDelaySeconds)
        // An end beyond the longest delay was stored before the clock was set back, so it does not
        // count.
        if let told = try limit(under: place.delayKey), now < told, told <= longest { return }
        let end = min(now.adding(seconds: seconds), longest)
        try update(LimitRecord(key: place.delayKey, fullAt: end))
        try audit(.signIn, .delayed, by: userID, objectBits: nil, at: now)
    }

    /// Records the refusal of an attempt, which was counted when it began.
    func refuseSignIn(_ place: SignInPlace, _ userID: UserID?, at now: Instant) throws {
        var tries = try tries(under: place.attemptKey)
        tries.fail()
        try update(tries, under: place.attemptKey)
        try audit(.signIn, .refused, by: userID, objectBits: nil, at: now)
    }

    /// Records the success of an attempt and remembers its place.
    func acceptSignIn(
        _ place: SignInPlace,
        _ userID: UserID,
        _ limits: RateLimits,
        placeLimit: Int,
        at now: Instant
    ) throws {
        var tries = try tries(under: place.attemptKey)
        tries.succeed(at: now)
        try update(tries, under: place.attemptKey)
        if let limit = limits[place.newPlacesKey.budget], try !isKnown(place, to: userID) {
            let fullAt = limit.giveBack(to: try self.limit(under: place.newPlacesKey), at: now)
            try update(LimitRecord(key: place.newPlacesKey, fullAt: fullAt))
        }
        try insertPlace(place.placeBits, of: userID, at: now, limit: placeLimit)
    }
}

extension Instant {
    /// Returns the seconds since an earlier instant, rounded up.
    func secondsRoundedUp(since earlier: Instant) -> Int64 {
        let nanoseconds = nanosecondsSinceEpoch - earlier.nanosecondsSinceEpoch
        return (nanoseconds + Instant.nanosecondsPerSecond - 1) / Instant.nanosecondsPerSecond
    }
}

extension SharedSecret {
    /// The bytes as an unprotected array, for a message that has to carry them.
    var revealedBytes: [UInt8] {
        withBytes { span in span.indices.map { span[$0] } }
    }
}
