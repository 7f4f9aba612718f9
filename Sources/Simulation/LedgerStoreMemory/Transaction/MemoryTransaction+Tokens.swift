import CoreVocabulary
import LedgerService
import IdentityCore

extension MemoryTransaction {
    func insert(_ key: SigningKey, sealed: [UInt8]) throws {
        try beginWrite()
        try checkUnique(books.tokens.place(of: key.id) == nil, "A signing key is added once.")
        try checkSealed([sealed])
        let published = key.with(beganAt: nil, endedAt: nil)
        perform(.token(.keyAdded(TokenTables.StoredKey(key: published, sealed: sealed))))
    }

    func beginSigningKey(_ id: SigningKeyID, at instant: Instant) throws {
        try beginWrite()
        let (place, old) = try knownKey(id)
        try checkUnique(old.key.beganAt == nil, "A key begins to sign once.")
        let begun = old.key.with(beganAt: instant, endedAt: old.key.endedAt)
        let new = TokenTables.StoredKey(key: begun, sealed: old.sealed)
        perform(.token(.keyChanged(place: place, from: old, to: new)))
    }

    func endSigningKey(_ id: SigningKeyID, at instant: Instant) throws {
        try beginWrite()
        let (place, old) = try knownKey(id)
        try check(old.key.beganAt != nil, "A key that ends its signing has begun it.")
        try checkUnique(old.key.endedAt == nil, "A key ends its signing once.")
        let ended = old.key.with(beganAt: old.key.beganAt, endedAt: instant)
        let new = TokenTables.StoredKey(key: ended, sealed: nil)
        perform(.token(.keyChanged(place: place, from: old, to: new)))
    }

    func insert(_ renewal: RenewalRecord) throws {
        try beginWrite()
        try checkSession(renewal.sessionID)
        let isNew = books.tokens.renewals[renewal.sessionID] == nil
        try checkUnique(isNew, "A session has one renewal.")
        try checkSealed([renewal.sealedKey])
        perform(.token(.renewalSet(from: nil, to: renewal)))
    }

    func update(_ renewal: RenewalRecord) throws {
        try beginWrite()
        let renewed = books.tokens.renewals[renewal.sessionID]
        let old = try known(renewed, "This session cannot be renewed.")
        var new = old
        new.family = renewal.family
        perform(.token(.renewalSet(from: old, to: new)))
    }

    func endSession(_ id: SessionID, for reason: SessionEnd, at instant: Instant) throws -> Bool {
        try beginWrite()
        try checkSession(id)
        guard books.people.sessionEnds[id] == nil else { return false }
        perform(.sessionEnded(id, PeopleTables.SessionEnding(at: instant, reason: reason)))
        return true
    }

    func insert(_ change: UserChange) throws {
        try beginWrite()
        try checkUser(change.userID)
        perform(.token(.userChanged(change)))
    }

    func insert(_ order: WipeOrder) throws {
        try beginWrite()
        try checkUser(order.userID)
        if let session = order.sessionID {
            try checkSession(session)
            let isFirst = try wipeOrder(of: session) == nil
            try checkUnique(isFirst, "A session is told to wipe once.")
        }
        try check(order.nonce.count == WipeOrder.nonceByteCount, "A nonce has sixteen bytes.")
        try checkUnique(try wipeOrder(nonce: order.nonce) == nil, "A nonce has one order.")
        perform(.token(.wipeOrdered(order)))
    }

    func insertWipeReceipt(nonce: [UInt8], signature: [UInt8], at instant: Instant) throws -> Bool {
        try beginWrite()
        _ = try known(wipeOrder(nonce: nonce), "A receipt names an order that is not there.")
        guard books.tokens.wipeReceipts[nonce] == nil else { return false }
        perform(.token(.wiped(nonce: nonce, signature: signature)))
        return true
    }

    func revokeTerminal(_ terminal: String, at instant: Instant) throws -> Bool {
        try beginWrite()
        if try isRevoked(terminal: terminal) { return false }
        perform(.token(.terminalRevoked(Array(terminal.utf8), at: instant)))
        return true
    }

    func update(_ limit: LimitRecord) throws {
        try beginWrite()
        let old = books.tokens.limits[limit.key]
        perform(.token(.limitSet(limit.key, from: old, to: limit.fullAt)))
    }

    func removeLimits(fullBy now: Instant) throws {
        try beginWrite()
        let full = books.tokens.limits.filter { $0.value <= now }
            .map { LimitRecord(key: $0.key, fullAt: $0.value) }
        if !full.isEmpty { perform(.token(.limitsRemoved(full))) }
    }

    private func knownKey(_ id: SigningKeyID) throws -> (Int, TokenTables.StoredKey) {
        let found = books.tokens.place(of: id)
        let place = try known(found, "A row names a key that is not there.")
        return (place, books.tokens.signingKeys[place])
    }
}

extension SigningKey {
    fileprivate func with(beganAt: Instant?, endedAt: Instant?) -> SigningKey {
        SigningKey(
            id: id,
            publicKey: publicKey,
            publishedAt: publishedAt,
            beganAt: beganAt,
            endedAt: endedAt
        )
    }
}
