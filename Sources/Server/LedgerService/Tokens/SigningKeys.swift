import CoreVocabulary
import Cryptography
import IdentityCore

/// Makes, rotates and publishes the keys that sign access tokens.
struct SigningKeys: BankService {
    let resources: BankResources

    /// Returns the public keys for access tokens as a JSON Web Key Set (RFC 7517 §5).
    func publicKeySet() async throws -> [UInt8] {
        _ = try await signer()
        return Array(resources.signingKeys.keys.known(at: context.clock.now()).document.utf8)
    }

    /// Replaces the signing key; tokens signed by earlier keys stay valid until they expire.
    func rotate() async throws -> SigningKeyID {
        try await turnKeys(isAsked: true) { $0.rotate(at: $1) }.id
    }

    /// Replaces the signing key with a newly generated one after a restoration.
    ///
    /// The restored keys may have been retired since the backup, including the next key. Tokens
    /// signed by any of them are rejected from now on, as are those of a key that ended just before
    /// the backup. Otherwise, after a leak, a retired key's tokens would be valid again for their
    /// whole lifetime. Consoles get a new token with their refresh token.
    func replaceAll() async throws -> SigningKeyID {
        let known = try await context.store.read { try $0.signingKeys() }.map(\.id)
        let id = try await replace()
        return known.contains(id) ? try await replace() : id
    }

    private func replace() async throws -> SigningKeyID {
        try await turnKeys(isAsked: true) { $0.rotate(at: $1, endsTokens: true) }.id
    }

    /// Returns the key that signs access tokens now, and rotates it if it is due.
    ///
    /// A rotation is written before the new key is used. Rotation destroys the private half of the
    /// previous key. Therefore a clock under which nothing may be booked rotates nothing, and the
    /// present key stays in use.
    func signer() async throws -> SigningKeyCache.Signer {
        if let signer = resources.signingKeys.signer(at: context.clock.now()) { return signer }
        return try await turnKeys(isAsked: false) { $0.step(at: $1) }
    }

    private func turnKeys(
        isAsked: Bool,
        _ turn: @escaping @Sendable (inout TokenKeys, Instant) -> [TokenKeys.Effect]
    ) async throws -> SigningKeyCache.Signer {
        let reading = ClockReading(context.clock)
        let now = reading.now
        let id = SigningKeyID.version7(at: now, random: context.random.bits())
        let seed = context.random.bytes(Ed25519.seedByteCount)
        let turned = try await commits.run {
            [
                masterKey = context.masterKey, tokens = resources.signingKeys.tokens,
                clockGuard = commits.clockGuard
            ]
            transaction in
            var keys = TokenKeys(try transaction.signingKeys(), at: now)
            let mayTurn =
                try isAsked || keys.current == nil
                || clockGuard.believes(reading, in: transaction)
            var effects = mayTurn ? turn(&keys, now) : []
            if effects.contains(.makeKey) {
                let made = try Ed25519.PrivateKey(seed: SharedSecret(copying: seed.span))
                let key = SigningKey(id: id, publicKey: made.publicKey, publishedAt: now)
                let sealed = masterKey.seal(seed, .signingKey, ownerBits: id.rawValue)
                try transaction.insert(key, sealed: sealed)
                keys.add(key)
                effects = turn(&keys, now)
            }
            try transaction.apply(effects, at: now)
            let signer = try transaction.signer(of: keys, masterKey, tokens)
            return (keys: keys, signer: signer, auditNumber: try transaction.auditHead().number)
        }
        resources.signingKeys.store(turned.keys, asOf: turned.auditNumber, signer: turned.signer)
        return turned.signer
    }
}

extension LedgerTransaction {
    fileprivate func apply(_ effects: [TokenKeys.Effect], at now: Instant) throws {
        for effect in effects {
            switch effect {
            case .makeKey: invariantBroken("one key is made at a time")
            case .ended(let id, let end): try endSigningKey(id, at: end)
            case .began(let id):
                try beginSigningKey(id, at: now)
                try audit(.signingKeyBegun, of: id.rawValue, at: now)
            }
        }
    }

    fileprivate func signer(
        of keys: TokenKeys,
        _ masterKey: MasterKey,
        _ tokens: TokenCache
    ) throws -> SigningKeyCache.Signer {
        guard let current = keys.current, let sealed = try sealedSigningKey(current.id) else {
            throw SealBroken()
        }
        let seed = try masterKey.reveal(sealed, .signingKey, ownerBits: current.id.rawValue)
        let key = try Ed25519.PrivateKey(seed: seed)
        return SigningKeyCache.Signer(id: current.id, key: key, tokens: tokens)
    }
}
