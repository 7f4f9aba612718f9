import CoreVocabulary
import Cryptography
import IdentityCore
import TokenCore
import WireProtocol

extension Bank {
    /// Where a password's length is cut before it is hashed at all.
    static let passwordByteLimit = PasswordPolicy.mostByteCount
    /// The most times that a password is verified in one try to sign in, while its record is replaced
    /// each time meanwhile: once more than a hash at another cost needs.
    static let verificationLimit = 3

    /// Judges password and code together, and begins a session when both are right.
    ///
    /// Whatever is wrong, and whether the name exists, the words and the work are the same: a name
    /// that nobody has is hashed against a record that no password fits, and counted in a bucket.
    func signIn(_ request: SignInRequest, _ origin: RequestOrigin) async throws -> Reply {
        let password = SharedSecret(capacity: Self.passwordByteLimit + 1)
        for byte in request.password.prefix(Self.passwordByteLimit + 1) { password.append(byte) }
        defer { password.wipe() }

        try await countSignIn(from: origin)
        // Which rule a name breaks is not told: it is one more name that nobody has.
        let name = (try? UserName(request.user))?.text
        let place = SignInPlace(name ?? request.user, origin, masterKey)
        // The place first: a try that only found the bank busy must not count as a failed one.
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
            // Somebody changed it meanwhile, or it was hashed anew beside this.
            guard let record = try await store.read({ try $0.user(user.id)?.password }),
                await verify(password, against: record)
            else { break }
            proven.password = record
        }
        return try await refuseSignIn(place, user)
    }

    /// Waits for a place to hash at, where a place from which the user signed in goes first.
    private func enterHashPlace(
        forSigningInAs name: String?,
        _ place: SignInPlace,
        _ origin: RequestOrigin
    ) async throws -> Bool {
        // Only who has to wait is looked for.
        if hashPlaces.take() { return true }
        let isKnown = try await store.read { reader in
            try reader.isKnown(place, to: reader.user(signingInAs: name)?.id)
        }
        return await enterHashPlace(for: origin.peerBits, isKnown: isKnown)
    }

    /// Hashes a right password anew if it was hashed at another cost than passwords are now.
    ///
    /// A name that nobody has is hashed at the present cost; the time must not tell it from others.
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
            // The session has begun all the same; the next sign-in tries again.
            _ = await problem(for: error)
        }
    }

    /// Counts a try before it is judged; the problem when it may not begin.
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

    /// Begins a session of somebody whose password was right; nil when it was changed meanwhile.
    private func openSession(_ proven: ProvenSignIn) async throws -> Reply? {
        let signer = try await signer()
        let now = clock.now()
        let desk = SignInDesk(
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
            try desk.open(
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

/// A try to sign in with a password that fits.
///
/// One value: unoptimised code of Swift 6.3 loses its stack in an async function that takes these one
/// by one.
private struct ProvenSignIn: Sendable {
    let userID: UserID
    /// The record that the password fits.
    var password: PasswordRecord
    let code: OneTimeCode
    let place: SignInPlace
    let terminal: String?
}

/// A sealed value does not open: the master key is another, or the row was changed.
struct SealBroken: Error, CustomStringConvertible {
    let description = "A sealed secret does not open under the master key."
}

extension LedgerReading {
    /// The user with a name; nil for a name that breaks a rule, or that nobody has.
    fileprivate func user(signingInAs name: String?) throws -> UserRecord? {
        try name.flatMap { try user(named: $0) }
    }

    fileprivate func isKnown(_ place: SignInPlace, to userID: UserID?) throws -> Bool {
        guard let userID else { return false }
        return try hasSignedIn(userID, from: place.placeBits)
    }
}

extension LedgerTransaction {
    /// Counts a try of somebody to sign in, before it is judged.
    ///
    /// - Returns: The seconds to wait; nil when it may begin.
    fileprivate func beginSignIn(
        _ place: SignInPlace,
        _ userID: UserID?,
        _ configuration: BankConfiguration,
        at now: Instant
    ) throws -> Int64? {
        var tries = try tries(under: place.guardKey)
        var wait: Int64?
        if case .mustWait(let until) = tries.begin(at: now) {
            wait = max(1, until.secondsRoundedUp(since: now))
        } else if try !isKnown(place, to: userID) {
            wait = try take(place.newPlacesKey, configuration.limits, at: now)
        }
        guard let wait else {
            try removeSignIns(
                countedBy: GuardRecord.oldest(at: now),
                beyond: configuration.counts.rememberedSignIns
            )
            try update(tries, under: place.guardKey)
            return nil
        }
        try auditDelay(of: place, userID, seconds: wait, at: now)
        return wait
    }

    /// Adds the line of a try that has to wait, unless one tells of this delay already.
    ///
    /// Who is delayed can ask at no cost, and must not fill the log.
    private func auditDelay(
        of place: SignInPlace,
        _ userID: UserID?,
        seconds: Int64,
        at now: Instant
    ) throws {
        let longest = now.adding(seconds: SignInGuard.longestDelaySeconds)
        // One that is told for longer was told before the clock was set back.
        if let told = try limit(under: place.delayKey), now < told, told <= longest { return }
        let end = min(now.adding(seconds: seconds), longest)
        try update(LimitRecord(key: place.delayKey, fullAt: end))
        try audit(.signIn, .delayed, by: userID, objectBits: nil, at: now)
    }

    /// Ends a try that was refused; it was counted when it began.
    func refuseSignIn(_ place: SignInPlace, _ userID: UserID?, at now: Instant) throws {
        var tries = try tries(under: place.guardKey)
        tries.fail()
        try update(tries, under: place.guardKey)
        try audit(.signIn, .refused, by: userID, objectBits: nil, at: now)
    }

    /// Ends a try that succeeded, and remembers its place.
    func acceptSignIn(
        _ place: SignInPlace,
        _ userID: UserID,
        _ limits: RateLimits,
        placeLimit: Int,
        at now: Instant
    ) throws {
        var tries = try tries(under: place.guardKey)
        tries.succeed(at: now)
        try update(tries, under: place.guardKey)
        if let limit = limits[place.newPlacesKey.budget], try !isKnown(place, to: userID) {
            let fullAt = limit.giveBack(to: try self.limit(under: place.newPlacesKey), at: now)
            try update(LimitRecord(key: place.newPlacesKey, fullAt: fullAt))
        }
        try insertPlace(place.placeBits, of: userID, at: now, limit: placeLimit)
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
