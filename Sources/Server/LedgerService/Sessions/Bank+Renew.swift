import CoreVocabulary
import Cryptography
import TokenCore
import WireProtocol

extension Bank {
    /// Exchanges a refresh token for the next pair of tokens.
    ///
    /// A token that was never issued changes nothing, whatever session it names. A token that was
    /// already used ends its session.
    func renew(_ request: RenewRequest, _ origin: RequestOrigin) async throws -> Reply {
        let now = clock.now()
        guard let shown = RefreshToken(request.refresh) else {
            throw RequestRefused(.sessionEnded)
        }
        let signer = try await signer()
        let terms = configuration.terms
        let outcome = try await commit { [masterKey] transaction in
            try transaction.renew(
                shown,
                request.nonce,
                origin,
                signer,
                masterKey,
                terms,
                at: now
            )
        }
        switch outcome {
        case .renewed(let reply):
            metrics.count(.renewed)
            return .renewed(reply)
        case .reused(let userID):
            feedWaiters.wake(CollectionOfOne(userID))
            metrics.count(.refreshTokenReused)
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
        guard
            let key = masterKey.open(
                renewal.sealedKey,
                .refreshKey,
                ownerBits: session.id.rawValue
            )
        else { throw SealBroken() }
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
            try audit(
                .refreshTokenReused,
                .refused,
                by: user.id,
                objectBits: session.id.rawValue,
                at: now
            )
            return .reused(user.id)
        case .rotated: try update(renewal)
        case .repeated: break
        }
        let tokens = keyCopy.withBytes {
            SessionTokens(of: user, session, renewal.family, $0, signer)
        }
        return .renewed(
            RenewReply(
                tokens: tokens,
                leaseEndsAt: now.adding(seconds: terms.leaseSeconds(of: user.role)),
                serverTime: now
            )
        )
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
