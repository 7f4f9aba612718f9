import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import SyncCore

/// Checks on tokens, renewal and revocation.
enum TokenChecks {
    /// Checks on signing keys, sessions and their renewal.
    static let tokens = [
        StoreCheck("signing keys are told in the order of publishing, each with its times") {
            store in
            try await store.write { books in
                try expect(try books.signingKeys(), is: [])
                for number in [7, 3] {
                    try books.insert(try Sample.signingKey(number), sealed: [9, UInt8(number)])
                }
                let (first, second) = (Sample.signingKeyID(7), Sample.signingKeyID(3))
                try books.beginSigningKey(first, at: Sample.later(1))
                try expect(try books.sealedSigningKey(first), is: [9, 7])
                try books.endSigningKey(first, at: Sample.later(2))
                try books.beginSigningKey(second, at: Sample.later(2))
                let expected = [
                    try Sample.signingKey(7, from: Sample.later(1), to: Sample.later(2)),
                    try Sample.signingKey(3, from: Sample.later(2)),
                ]
                try expect(try books.signingKeys(), is: expected)
                try expect(try books.sealedSigningKey(first), is: nil)
                try expect(try books.sealedSigningKey(second), is: [9, 3])
                try expect(try books.sealedSigningKey(Sample.signingKeyID(404)), is: nil)
            }
        },
        StoreCheck("a signing key is added, begins and ends once") { store in
            try await store.write { books in
                try books.insert(try Sample.signingKey(1), sealed: [9])
                try books.expectRefusal("the same key again") {
                    try books.insert(try Sample.signingKey(1), sealed: [9])
                }
                let id = Sample.signingKeyID(1)
                try books.expectRefusal("the end of a key that never began") {
                    try books.endSigningKey(id, at: Sample.later(1))
                }
                try books.beginSigningKey(id, at: Sample.later(1))
                try books.expectRefusal("a second beginning") {
                    try books.beginSigningKey(id, at: Sample.later(2))
                }
                try books.endSigningKey(id, at: Sample.later(3))
                try books.expectRefusal("a second end") {
                    try books.endSigningKey(id, at: Sample.later(4))
                }
                try books.expectRefusal("the beginning of no key") {
                    try books.beginSigningKey(Sample.signingKeyID(404), at: Sample.start)
                }
            }
        },
        StoreCheck("a renewal is read back with its session's ends, and replaced but for its key") {
            store in
            try await store.write { books in
                try books.addUsers(1)
                let id = Sample.sessionID(1)
                try expect(try books.renewal(of: id), is: nil)
                try books.insert(Sample.renewal(1))
                try expect(try books.renewal(of: id), is: Sample.renewal(1))
                var family = Sample.renewal(1).family
                let nonce = [UInt8](repeating: 5, count: 16)
                _ = family.renew(generation: 0, nonce: nonce, at: Sample.later(60))
                let asked = RenewalRecord(sessionID: id, sealedKey: [77], family: family)
                try books.update(asked)
                let kept = RenewalRecord(
                    sessionID: id,
                    sealedKey: Sample.renewal(1).sealedKey,
                    family: family
                )
                try expect(try books.renewal(of: id), is: kept)
                _ = try books.endSession(id, for: .tokenReused, at: Sample.later(61))
                try expect(try books.renewal(of: id)?.family.isEnded, is: true)
                try books.expectRefusal("the same renewal again") {
                    try books.insert(Sample.renewal(1))
                }
                try books.expectRefusal("a renewal of no session") {
                    try books.insert(Sample.renewal(404))
                }
            }
        },
        StoreCheck("open sessions are told in the order of opening, and none that is over") {
            store in
            try await store.write { books in
                try books.insert(Sample.user(1))
                try books.insert(Sample.user(2))
                // Opened at: 4 at 10 s, 2 and 3 at 20 s, 5 at 30 s. Session 6 belongs to another
                // user.
                let opened = [(2, 1, 20), (3, 1, 20), (4, 1, 10), (5, 1, 30), (6, 2, 20)]
                for (number, user, seconds) in opened {
                    let terminal = number == 3 ? nil : "branch-1"
                    let session = Sample.session(
                        number,
                        of: user,
                        openedAt: Sample.later(Int64(seconds)),
                        terminal: terminal
                    )
                    try books.insert(session)
                    try books.insert(Sample.renewal(of: session))
                }
                // A session that cannot be renewed is never listed.
                try books.insert(Sample.session(7, of: 1, terminal: "branch-1"))
                func open(at seconds: Int64) throws -> [SessionID] {
                    try books.openSessions(of: Sample.userID(1), at: Sample.later(seconds))
                }
                try expect(try open(at: 40), is: [4, 2, 3, 5].map(Sample.sessionID))
                _ = try books.endSession(Sample.sessionID(2), for: .revoked, at: Sample.later(40))
                try expect(try open(at: 41), is: [4, 3, 5].map(Sample.sessionID))
                // An hour without a renewal.
                try expect(try open(at: 3_610), is: [3, 5].map(Sample.sessionID))
                try expect(try open(at: 3_630), is: [])
                try expect(try books.session(Sample.sessionID(4))?.terminal, is: "branch-1")
            }
        },
        StoreCheck("sessions that nobody ended are told by any clock, while they have their keys") {
            store in
            try await store.write { books in
                try books.insert(Sample.user(1))
                try books.insert(Sample.user(2))
                for (number, user, seconds) in [(2, 1, 20), (3, 1, 10), (4, 1, 30), (5, 2, 5)] {
                    let session = Sample.session(
                        number,
                        of: user,
                        openedAt: Sample.later(Int64(seconds)),
                        terminal: number == 3 ? nil : "branch-1"
                    )
                    try books.insert(session)
                    try books.insert(Sample.renewal(of: session))
                }
                try books.insert(Sample.session(7, of: 1, terminal: "branch-1"))
                func ofUser() throws -> [SessionID] {
                    try books.sessionsNotEnded(of: Sample.userID(1))
                }
                func atTerminal(_ name: String) throws -> [SessionID] {
                    try books.sessionsNotEnded(atTerminal: name)
                }
                try expect(try ofUser(), is: [3, 2, 4].map(Sample.sessionID))
                try expect(try atTerminal("branch-1"), is: [5, 2, 4].map(Sample.sessionID))
                try expect(try atTerminal("branch-2"), is: [])
                // An end in the future counts all the same.
                let end = Sample.later(900_000)
                _ = try books.endSession(Sample.sessionID(2), for: .revoked, at: end)
                try expect(try ofUser(), is: [3, 4].map(Sample.sessionID))
                let last = try books.session(Sample.sessionID(3))?.endsAt ?? .epoch
                _ = try books.destroyKeys(ofSessionsEndedBy: last, limit: 9)
                try expect(try ofUser(), is: [Sample.sessionID(4)])
                try expect(try atTerminal("branch-1"), is: [Sample.sessionID(4)])
            }
        },
    ]

    /// Checks on the ends of sessions, and on rate limits.
    static let ends = [
        StoreCheck("a user is what the last change says") { store in
            try await store.write { books in
                try books.addUsers(2)
                let id = Sample.userID(1)
                for (role, isDisabled) in [(Role.teller, true), (.supervisor, false)] {
                    try books.insert(
                        UserChange(
                            userID: id,
                            role: role,
                            isDisabled: isDisabled,
                            changedAt: Sample.start
                        )
                    )
                    for user in [try books.user(id), try books.user(named: "user1")] {
                        try expect(user?.role, is: role)
                        try expect(user?.isDisabled, is: isDisabled)
                        try expect(user?.displayName, is: "User 1")
                    }
                    try expect(try books.users().map(\.role), is: [role, .customer])
                }
                let first = try books.user(id)?.password
                let other = Sample.changedPassword
                for password in [other, nil] {
                    try books.insert(
                        UserChange(
                            userID: id,
                            role: .teller,
                            isDisabled: false,
                            password: password,
                            changedAt: Sample.start
                        )
                    )
                    try expect(try books.user(id)?.password, is: password ?? first)
                }
                try books.expectRefusal("a change of nobody") {
                    try books.insert(
                        UserChange(
                            userID: Sample.userID(404),
                            role: .teller,
                            isDisabled: true,
                            changedAt: Sample.start
                        )
                    )
                }
            }
        },
        StoreCheck("an order to wipe is found by its nonce and its session, and has one receipt") {
            store in
            try await store.write { books in
                try books.addUsers(1)
                let orders = [Sample.wipeOrder(1, session: 1), Sample.wipeOrder(2, session: nil)]
                for order in orders {
                    try books.insert(order)
                    try expect(try books.wipeOrder(nonce: order.nonce), is: order)
                }
                try expect(try books.wipeOrder(of: Sample.sessionID(1)), is: orders[0])
                try expect(try books.wipeOrder(of: Sample.sessionID(404)), is: nil)
                try expect(try books.wipeOrder(nonce: [1]), is: nil)
                func receipt(_ nonce: [UInt8]) throws -> Bool {
                    let signature = [UInt8](repeating: 8, count: 64)
                    return try books.insertWipeReceipt(
                        nonce: nonce,
                        signature: signature,
                        at: Sample.start
                    )
                }
                try expect(try receipt(orders[0].nonce), is: true)
                try expect(try receipt(orders[0].nonce), is: false)
                try expect(try receipt(orders[1].nonce), is: true)
                try books.expectRefusal("the same nonce again") { try books.insert(orders[1]) }
                try books.expectRefusal("a receipt for no order") {
                    _ = try receipt([UInt8](repeating: 77, count: WipeOrder.nonceByteCount))
                }
            }
        },
        StoreCheck("a terminal loses its trust once") { store in
            try await store.write { books in
                try expect(try books.isRevoked(terminal: "branch-1"), is: false)
                try expect(try books.revokeTerminal("branch-1", at: Sample.start), is: true)
                try expect(try books.revokeTerminal("branch-1", at: Sample.later(1)), is: false)
                try expect(try books.isRevoked(terminal: "branch-1"), is: true)
                try expect(try books.isRevoked(terminal: "branch-2"), is: false)
            }
        },
        StoreCheck("a terminal is known by the sessions at it, and not by the loss of its trust") {
            store in
            try await store.write { books in
                try books.addUsers(1)
                try books.insert(Sample.session(2, of: 1, terminal: "till-1"))
                _ = try books.revokeTerminal("till-1", at: Sample.later(40))
                _ = try books.revokeTerminal("branch-9", at: Sample.later(50))
                try expect(try books.hasSession(atTerminal: "till-1"), is: true)
                try expect(try books.hasSession(atTerminal: "branch-9"), is: false)
                try expect(try books.revokedTerminals(), is: ["branch-9", "till-1"])
            }
        },
        StoreCheck("buckets are told in the order of their keys, replaced, and removed when full") {
            store in
            try await store.write { books in
                let keys = [
                    LimitKey(.requestsOfAddress, of: 1 << 100),
                    LimitKey(.requestsOfUser, of: 2), LimitKey(.transfersOfUser, of: 1),
                ]
                try expect(try books.limit(under: keys[0]), is: nil)
                for (key, seconds) in [(keys[1], 20), (keys[2], 30), (keys[0], 5), (keys[0], 10)] {
                    let fullAt = Sample.later(Int64(seconds))
                    try books.update(LimitRecord(key: key, fullAt: fullAt))
                }
                try expect(try books.limit(under: keys[0]), is: Sample.later(10))
                func open(at seconds: Int64) throws -> [LimitKey] {
                    try books.limits(at: Sample.later(seconds)).map(\.key)
                }
                try expect(try open(at: 0), is: keys)
                try expect(try open(at: 10), is: Array(keys[1...]))
                try books.takeBack {
                    try books.removeLimits(fullBy: Sample.later(25))
                    try expect(try books.limit(under: keys[1]), is: nil)
                }
                try expect(try open(at: 0), is: keys)
                try books.removeLimits(fullBy: Sample.later(20))
                try expect(try open(at: 0), is: [keys[2]])
                try expect(try books.limit(under: keys[1]), is: nil)
            }
        },
    ]
}

extension Sample {
    fileprivate static func signingKeyID(_ number: Int) -> SigningKeyID {
        SigningKeyID(rawValue: UInt128(number))
    }

    fileprivate static func signingKey(
        _ number: Int,
        from beganAt: Instant? = nil,
        to endedAt: Instant? = nil
    ) throws -> SigningKey {
        let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32)
        guard let publicKey = Ed25519.PublicKey(rawBytes: bytes) else {
            throw StoreCheckFailure("no sample key", #fileID, #line)
        }
        return SigningKey(
            id: signingKeyID(number),
            publicKey: publicKey,
            publishedAt: later(-Int64(number)),
            beganAt: beganAt,
            endedAt: endedAt
        )
    }

    static func renewal(_ session: Int) -> RenewalRecord {
        renewal(of: Sample.session(session))
    }

    static func renewal(of session: SessionRecord) -> RenewalRecord {
        RenewalRecord(
            sessionID: session.id,
            sealedKey: [7, UInt8(truncatingIfNeeded: session.id.rawValue)],
            family: RefreshFamily(openedAt: session.openedAt, endsAt: session.endsAt)
        )
    }

    fileprivate static func wipeOrder(_ number: Int, session: Int?) -> WipeOrder {
        WipeOrder(
            nonce: [UInt8](repeating: UInt8(number), count: WipeOrder.nonceByteCount),
            userID: userID(1),
            sessionID: session.map(sessionID),
            orderedAt: start
        )
    }
}
