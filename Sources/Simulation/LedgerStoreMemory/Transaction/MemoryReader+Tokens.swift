import CoreVocabulary
import LedgerService
import IdentityCore

extension MemoryReader {
    func signingKeys() throws -> [SigningKey] { books.tokens.signingKeys.map(\.key) }

    func sealedSigningKey(_ id: SigningKeyID) throws -> [UInt8]? {
        books.tokens.place(of: id).flatMap { books.tokens.signingKeys[$0].sealed }
    }

    func renewal(of id: SessionID) throws -> RenewalRecord? {
        guard let kept = books.tokens.renewals[id], let session = books.people.sessions[id] else {
            return nil
        }
        return RenewalRecord(
            sessionID: id,
            sealedKey: kept.sealedKey,
            family: RefreshFamily(
                generation: kept.family.generation,
                nonce: kept.family.nonce,
                renewedAt: kept.family.renewedAt,
                endsAt: session.endsAt,
                idleEndsAt: kept.family.idleEndsAt,
                isEnded: books.people.sessionEnds[id] != nil
            )
        )
    }

    func openSessions(of userID: UserID, at now: Instant) throws -> [SessionID] {
        try sessions { $0.userID == userID && $1.end(at: now) == nil }
    }

    func sessionsNotEnded(of userID: UserID) throws -> [SessionID] {
        try sessions {
            $0.userID == userID && !$0.sealedAuthorisationKey.isEmpty && !$1.isEnded
        }
    }

    func sessionsNotEnded(atTerminal terminal: String) throws -> [SessionID] {
        let name = Array(terminal.utf8)
        return try sessions {
            $0.terminal.map { Array($0.utf8) } == name && !$0.sealedAuthorisationKey.isEmpty
                && !$1.isEnded
        }
    }

    func hasSession(atTerminal terminal: String) throws -> Bool {
        let name = Array(terminal.utf8)
        return books.people.sessions.values.contains { $0.terminal.map { Array($0.utf8) } == name }
    }

    func revokedTerminals() throws -> [String] {
        books.tokens.revokedTerminals.keys.sorted { $0.lexicographicallyPrecedes($1) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    func isRevoked(terminal: String) throws -> Bool {
        books.tokens.revokedTerminals[Array(terminal.utf8)] != nil
    }

    func wipeOrder(nonce: [UInt8]) throws -> WipeOrder? {
        books.tokens.wipeOrders.first { $0.nonce == nonce }
    }

    func wipeOrder(of id: SessionID) throws -> WipeOrder? {
        books.tokens.wipeOrders.first { $0.sessionID == id }
    }

    func limit(under key: LimitKey) throws -> Instant? { books.tokens.limits[key] }

    func limits(at now: Instant) throws -> [LimitRecord] {
        books.tokens.limits.filter { $0.value > now }
            .map { LimitRecord(key: $0.key, fullAt: $0.value) }
            .sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
    }

    /// Returns sessions that can be renewed, in the order of opening and then of identifiers.
    ///
    /// - Complexity: O(n) in all sessions, of which a bank in memory has few.
    private func sessions(_ isMeant: (SessionRecord, RefreshFamily) -> Bool) throws -> [SessionID] {
        let found = try books.people.sessions.values.filter { session in
            guard let renewal = try renewal(of: session.id) else { return false }
            return isMeant(session, renewal.family)
        }
        return found.sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }.map(\.id)
    }
}
