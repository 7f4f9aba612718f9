import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

/// Exchanges refresh tokens for the next tokens of their sessions.
struct Renewals: BankService {
    let resources: BankResources

    /// Exchanges a refresh token for the next pair of tokens.
    ///
    /// A token that was never issued changes nothing, whatever session it names. A token that was
    /// already used ends its session.
    func renew(_ request: RenewRequest, _ origin: RequestOrigin) async throws -> Reply {
        let now = context.clock.now()
        guard let shown = RefreshToken(request.refresh) else { throw RequestRefused(.sessionEnded) }
        let signer = try await keys.signer()
        let terms = context.configuration.terms
        let outcome = try await commits.run { [masterKey = context.masterKey] transaction in
            try transaction.renew(shown, request.nonce, origin, signer, masterKey, terms, at: now)
        }
        switch outcome {
        case .renewed(let reply):
            context.metrics.count(.renewed)
            return .renewed(reply)
        case .reused(let userID):
            commits.feedWaiters.wake(CollectionOfOne(userID))
            context.metrics.count(.refreshTokenReused)
            throw RequestRefused(.sessionEnded)
        }
    }
}

/// Outcome of a renewal with a genuine refresh token.
private enum RenewOutcome {
    /// The next pair of tokens.
    case renewed(RenewReply)
    /// The token was already used, so the user's session has ended.
    case reused(UserID)
}

extension LedgerTransaction {
    fileprivate func renew(
        _ shown: RefreshToken,
        _ nonce: [UInt8],
        _ origin: RequestOrigin,
        _ signer: SigningKeyCache.Signer,
        _ masterKey: MasterKey,
        _ terms: SessionTerms,
        at now: Instant
    ) throws -> RenewOutcome {
        guard let session = try session(shown.sessionID),
            let user = try user(session.userID), var renewal = try renewal(of: session.id),
            // The key is destroyed when the session can no longer be renewed.
            !renewal.sealedKey.isEmpty
        else { throw RequestRefused(.sessionEnded) }
        let keyBits = session.id.rawValue
        let key = try masterKey.reveal(renewal.sealedKey, .refreshKey, ownerBits: keyBits)
        let keyCopy = key.duplicate()
        guard keyCopy.withBytes({ shown.isGenuine(key: $0) }) else {
            throw RequestRefused(.sessionEnded)
        }
        try check(session, user, origin, at: now)
        switch renewal.family.renew(generation: shown.generation, nonce: nonce, at: now) {
        case .over(.ended): throw RequestRefused(.sessionEnded)
        case .over(.absolute), .over(.idle): throw RequestRefused.overdue(at: now)
        case .reused:
            _ = try endSession(session.id, for: .tokenReused, at: now)
            try audit(.refreshTokenReused, .refused, by: user.id, of: session.id.rawValue, at: now)
            return .reused(user.id)
        case .rotated: try update(renewal)
        case .repeated: break
        }
        let tokens = keyCopy.withBytes {
            SessionTokens(of: user, session, renewal.family, $0, signer)
        }
        let leaseEndsAt = now.adding(seconds: terms.leaseSeconds(of: user.role))
        return .renewed(RenewReply(tokens: tokens, leaseEndsAt: leaseEndsAt, serverTime: now))
    }

    private func check(
        _ session: SessionRecord,
        _ user: UserRecord,
        _ origin: RequestOrigin,
        at now: Instant
    ) throws {
        if let terminal = session.terminal {
            guard terminal == origin.terminal else { throw RequestRefused(.terminalUnknown) }
            // Sessions whose keys were destroyed before are not ended together with their terminal.
            if try isRevoked(terminal: terminal) {
                throw RequestRefused.wipe(user.id, session.id)
            }
        }
        try checkLife(of: session, user, at: now)
    }
}
