import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

/// Verifies people who sign in, and opens their sessions.
struct SignIns: BankService {
    /// Maximum password length in bytes; longer passwords are cut before hashing and refused.
    private static let passwordByteLimit = PasswordPolicy.mostByteCount
    /// Maximum number of password verifications in one sign-in.
    ///
    /// A verification is repeated if the password record was replaced meanwhile. A rehash at
    /// another cost replaces it once; the limit allows one more.
    private static let verificationLimit = 3

    let resources: BankResources

    /// Attempt to sign in, before the password is verified.
    private struct Attempt: Sendable {
        /// Name of the user; nil if it is invalid.
        let name: String?
        let place: SignInPlace
        let origin: RequestOrigin
    }

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
        let place = SignInPlace(name ?? request.user, origin, context.masterKey)
        // The place comes first, so that a sign-in that finds the bank busy does not count as a
        // failed one.
        let attempt = Attempt(name: name, place: place, origin: origin)
        guard try await enterHashPlace(for: attempt) else {
            return .problem(Problem(code: .busy))
        }
        defer { resources.hasher.leave() }
        let user = try await context.store.read { try $0.user(signingInAs: name) }
        if let problem = try await begin(attempt, user) { return .problem(problem) }
        let cost = context.configuration.passwordCost
        let record = user?.password ?? PasswordRecord.decoy(parameters: cost)
        let isRight = await resources.hasher.verify(password, against: record)
        let isShortEnough = request.password.count <= Self.passwordByteLimit
        guard let user, isRight, isShortEnough, let code = OneTimeCode(digits: request.code.span)
        else {
            return try await refuse(attempt, user)
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
            guard let record = try await context.store.read({ try $0.user(user.id)?.password }),
                await resources.hasher.verify(password, against: record)
            else { break }
            proven.password = record
        }
        return try await refuse(attempt, user)
    }

    /// Counts a sign-in against its peer's limit, or refuses it.
    private func countSignIn(from origin: RequestOrigin) async throws {
        guard let bits = origin.peerBits else { return }
        let now = context.clock.now()
        let seconds = try await commits.run { [limits = context.configuration.limits] in
            try $0.consume(LimitKey(.signInsOfAddress, of: bits), limits, at: now)
        }
        guard let seconds else { return }
        context.metrics.count(.slowedDown)
        throw RequestRefused(.slowDown, retryAfterSeconds: seconds)
    }

    /// Waits for a place to hash in; one from which the user signed in before comes first.
    private func enterHashPlace(for attempt: Attempt) async throws -> Bool {
        // The place is looked up only if the sign-in has to wait.
        if resources.hasher.enterAtOnce() { return true }
        let isKnown = try await context.store.read { reader in
            try reader.isKnown(attempt.place, to: reader.user(signingInAs: attempt.name)?.id)
        }
        return await resources.hasher.enter(for: attempt.origin.peerBits, isKnown: isKnown)
    }

    /// Rehashes a verified password if its record has a cost other than the present one.
    ///
    /// An unknown name is hashed at the present cost, and the time must not tell it from others.
    private func rehash(
        _ password: SharedSecret,
        of userID: UserID,
        _ verified: PasswordRecord
    ) async {
        guard verified.needsRehash(to: context.configuration.passwordCost) else { return }
        let hashed = await resources.hasher.hash(password)
        let now = context.clock.now()
        do {
            try await commits.run { transaction in
                guard let known = try transaction.user(userID), known.password == verified else {
                    return
                }
                try transaction.insert(known.changed(password: hashed, at: now))
            }
        } catch {
            // The session is open anyway. The next sign-in tries again.
            resources.failures.report(error)
        }
    }

    /// Counts a sign-in attempt before verification, and returns the problem if it has to wait.
    private func begin(_ attempt: Attempt, _ user: UserRecord?) async throws -> Problem? {
        let now = context.clock.now()
        let seconds = try await commits.run { [context] transaction in
            try transaction.beginSignIn(attempt.place, user?.id, context.configuration, at: now)
        }
        guard let seconds else { return nil }
        context.metrics.count(.signInDelayed)
        return Problem(code: .tooManyTries, retryAfterSeconds: seconds)
    }

    private func refuse(_ attempt: Attempt, _ user: UserRecord?) async throws -> Reply {
        let now = context.clock.now()
        context.metrics.count(.signInRefused)
        return try await commits.run { transaction in
            try transaction.refuseSignIn(attempt.place, user?.id, at: now)
            return .problem(Problem(code: .signInRefused))
        }
    }

    /// Opens a session after the password was verified; returns nil if its record was replaced.
    private func openSession(_ proven: ProvenSignIn) async throws -> Reply? {
        let signer = try await keys.signer()
        let now = context.clock.now()
        let new = NewSession(
            id: SessionID.version7(at: now, random: context.random.bits()),
            authorisationKey: context.random.bytes(AuthorisationProof.keyByteCount),
            refreshKey: context.random.bytes(RefreshToken.keyByteCount),
            openedAt: now,
            terminal: proven.terminal
        )
        let outcome = try await commits.run { [context] transaction in
            try SessionOpener(
                context: context,
                signer: signer,
                place: proven.place,
                new: new,
                transaction: transaction
            )
            .open(for: proven.userID, verified: proven.password, proven.code)
        }
        switch outcome {
        case .opened(let reply):
            context.metrics.count(.signedIn)
            return .signedIn(reply)
        case .refused(let refusal):
            context.metrics.count(.signInRefused)
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

extension Instant {
    /// Returns the seconds since an earlier instant, rounded up.
    func secondsRoundedUp(since earlier: Instant) -> Int64 {
        let nanoseconds = nanosecondsSinceEpoch - earlier.nanosecondsSinceEpoch
        return (nanoseconds + Instant.nanosecondsPerSecond - 1) / Instant.nanosecondsPerSecond
    }
}

extension SharedSecret {
    /// The bytes as an unprotected array, for a message that has to carry them.
    var revealedBytes: [UInt8] { withBytes { span in span.indices.map { span[$0] } } }
}
