import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

/// Session about to begin, with its secrets in plain text.
struct NewSession: Sendable {
    let id: SessionID
    let authorisationKey: [UInt8]
    let refreshKey: [UInt8]
    let openedAt: Instant
    let terminal: String?

    /// Stores the session and returns the sign-in reply with its secrets.
    ///
    /// The secrets are sealed here and not earlier: see ``MasterKey/seal(_:_:ownerBits:)``.
    func open(
        for user: UserRecord,
        storageKey: [UInt8],
        signer: SigningKeyCache.Signer,
        _ context: BankContext,
        in transaction: any LedgerTransaction
    ) throws -> SignInReply {
        let (masterKey, terms) = (context.masterKey, context.configuration.terms)
        let endsAt = openedAt.adding(seconds: terms.sessionSeconds(of: user.role))
        let family = RefreshFamily(openedAt: openedAt, endsAt: endsAt)
        let first = RefreshToken(sessionID: id, generation: 0, key: refreshKey.span)
        let session = SessionRecord(
            id: id,
            userID: user.id,
            tokenHash: SHA256.digest(of: first.bytes),
            sealedAuthorisationKey: masterKey.seal(
                authorisationKey,
                .authorisationKey,
                ownerBits: id.rawValue
            ),
            openedAt: openedAt,
            endsAt: endsAt,
            endedAt: nil,
            terminal: terminal
        )
        try transaction.insert(session)
        let sealedKey = masterKey.seal(refreshKey, .refreshKey, ownerBits: id.rawValue)
        try transaction.insert(RenewalRecord(sessionID: id, sealedKey: sealedKey, family: family))
        return SignInReply(
            tokens: SessionTokens(of: user, session, family, refreshKey.span, signer),
            sessionID: id,
            userID: user.id,
            displayName: user.displayName,
            role: user.role.rawValue,
            storageKey: storageKey,
            authorisationKey: authorisationKey,
            leaseEndsAt: openedAt.adding(seconds: terms.leaseSeconds(of: user.role)),
            serverTime: openedAt,
            endsAt: endsAt,
            zone: context.configuration.zone
        )
    }
}

extension SessionTokens {
    /// Creates the tokens of a session; the same state and key give the same tokens.
    init(
        of user: UserRecord,
        _ session: SessionRecord,
        _ family: RefreshFamily,
        _ refreshKey: Span<UInt8>,
        _ signer: SigningKeyCache.Signer
    ) {
        let refresh = RefreshToken(
            sessionID: session.id,
            generation: family.generation,
            key: refreshKey
        )
        let access = AccessToken(
            userID: user.id,
            sessionID: session.id,
            role: user.role,
            issuedAt: family.renewedAt,
            sessionEndsAt: session.endsAt,
            id: Self.accessTokenID(beside: refresh),
            terminal: session.terminal
        )
        self.init(
            access: signer.sign(access),
            accessEndsAt: access.endsAt,
            refresh: refresh.bytes,
            idleEndsAt: family.idleEndsAt
        )
    }

    /// Derives an identifier as unpredictable as the refresh token, of which it reveals nothing.
    private static func accessTokenID(beside refresh: RefreshToken) -> AccessTokenID {
        let digest = SHA256.digest(of: Array("counterfoil.token-id".utf8) + refresh.bytes)
        return AccessTokenID(rawValue: digest.bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) })
    }
}
