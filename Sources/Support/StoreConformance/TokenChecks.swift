import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService

/// Checks on tokens, renewal and revocation.
enum TokenChecks {
    /// Checks on signing keys, sessions and their renewal.
    static let tokens: [StoreCheck] = [
        .transaction("signing keys are told in the order of publishing, each with its times") {
            books in
            try expect(books.signingKeys(), is: [])
            for number in [7, 3] {
                try books.insert(Sample.signingKey(number), sealed: [9, UInt8(number)])
            }
            try books.beginSigningKey(7, at: Sample.later(1))
            try expect(books.sealedSigningKey(7), is: [9, 7])
            try books.endSigningKey(7, at: Sample.later(2))
            try books.beginSigningKey(3, at: Sample.later(2))
            let expected = [
                try Sample.signingKey(7, from: Sample.later(1), to: Sample.later(2)),
                try Sample.signingKey(3, from: Sample.later(2)),
            ]
            try expect(books.signingKeys(), is: expected)
            try expect(books.sealedSigningKey(7), is: nil)
            try expect(books.sealedSigningKey(3), is: [9, 3])
            try expect(books.sealedSigningKey(404), is: nil)
        },
        .transaction("a signing key is added, begins and ends once") { books in
            try books.insert(Sample.signingKey(1), sealed: [9])
            try books.expectRefusals([
                "the same key again": { try books.insert(Sample.signingKey(1), sealed: [9]) },
                "the end before the beginning": { try books.endSigningKey(1, at: Sample.later(1)) },
            ])
            try books.beginSigningKey(1, at: Sample.later(1))
            try books.expectRefusal("a second beginning") {
                try books.beginSigningKey(1, at: Sample.later(2))
            }
            try books.endSigningKey(1, at: Sample.later(3))
            try books.expectRefusals([
                "a second end": { try books.endSigningKey(1, at: Sample.later(4)) },
                "the beginning of no key": { try books.beginSigningKey(404, at: Sample.start) },
            ])
        },
        .transaction("a renewal is read back with its session's ends, and replaced but for its key")
        { books in
            try books.prepare(users: 1)
            try expect(books.renewal(of: 1), is: nil)
            try books.insert(Sample.renewal(1))
            try expect(books.renewal(of: 1), is: Sample.renewal(1))
            var family = Sample.renewal(1).family
            let nonce = [UInt8](repeating: 5, count: 16)
            _ = family.renew(generation: 0, nonce: nonce, at: Sample.later(60))
            try books.update(RenewalRecord(sessionID: 1, sealedKey: [77], family: family))
            let sealedKey = Sample.renewal(1).sealedKey
            let kept = RenewalRecord(sessionID: 1, sealedKey: sealedKey, family: family)
            try expect(books.renewal(of: 1), is: kept)
            _ = try books.endSession(1, for: .tokenReused, at: Sample.later(61))
            try expect(books.renewal(of: 1)?.family.isEnded, is: true)
            try books.expectRefusals([
                "the same renewal again": { try books.insert(Sample.renewal(1)) },
                "a renewal of no session": { try books.insert(Sample.renewal(404)) },
            ])
        },
        .transaction("open sessions are told in the order of opening, and none that is over") {
            books in
            // Session 6 belongs to another user.
            try books.openSessions([
                (2, of: 1, at: 20), (3, of: 1, at: 20), (4, of: 1, at: 10), (5, of: 1, at: 30),
                (6, of: 2, at: 20),
            ])
            // A session that cannot be renewed is never listed.
            try books.insert(Sample.session(7, of: 1, terminal: "branch-1"))
            func open(at seconds: Int64) throws -> [SessionID] {
                try books.openSessions(of: 1, at: Sample.later(seconds))
            }
            try expect(open(at: 40), is: [4, 2, 3, 5])
            _ = try books.endSession(2, for: .revoked, at: Sample.later(40))
            try expect(open(at: 41), is: [4, 3, 5])
            // An hour without a renewal.
            try expect(open(at: 3_610), is: [3, 5])
            try expect(open(at: 3_630), is: [])
            try expect(books.session(4)?.terminal, is: "branch-1")
        },
        .transaction("sessions that nobody ended are told by any clock, while they have their keys")
        { books in
            try books.openSessions([
                (2, of: 1, at: 20), (3, of: 1, at: 10), (4, of: 1, at: 30), (5, of: 2, at: 5),
            ])
            try books.insert(Sample.session(7, of: 1, terminal: "branch-1"))
            try expect(books.sessionsNotEnded(of: 1), is: [3, 2, 4])
            try expect(books.sessionsNotEnded(atTerminal: "branch-1"), is: [5, 2, 4])
            try expect(books.sessionsNotEnded(atTerminal: "branch-2"), is: [])
            // An end in the future counts all the same.
            _ = try books.endSession(2, for: .revoked, at: Sample.later(900_000))
            try expect(books.sessionsNotEnded(of: 1), is: [3, 4])
            let last = try books.session(3)?.endsAt ?? .epoch
            _ = try books.destroyKeys(ofSessionsEndedBy: last, limit: 9)
            try expect(books.sessionsNotEnded(of: 1), is: [4])
            try expect(books.sessionsNotEnded(atTerminal: "branch-1"), is: [4])
        },
    ]

    /// Checks on the ends of sessions, and on rate limits.
    static let ends: [StoreCheck] = [
        .transaction("a user is what the last change says") { books in
            try books.prepare(users: 2)
            func change(
                _ user: UserID = 1,
                _ role: Role = .teller,
                isDisabled: Bool = false,
                password: PasswordRecord? = nil
            ) throws {
                try books.insert(
                    UserChange(
                        userID: user,
                        role: role,
                        isDisabled: isDisabled,
                        password: password,
                        changedAt: Sample.start
                    )
                )
            }
            for (role, isDisabled) in [(Role.teller, true), (.supervisor, false)] {
                try change(1, role, isDisabled: isDisabled)
                for user in try [books.user(1), books.user(named: "user1")] {
                    try expect(user?.role, is: role)
                    try expect(user?.isDisabled, is: isDisabled)
                    try expect(user?.displayName, is: "User 1")
                }
                try expect(books.users().map(\.role), is: [role, .customer])
            }
            let first = try books.user(1)?.password
            for password in [Sample.changedPassword, nil] {
                try change(password: password)
                try expect(books.user(1)?.password, is: password ?? first)
            }
            try books.expectRefusal("a change of nobody") { try change(404, isDisabled: true) }
        },
        .transaction("an order to wipe is found by its nonce and its session, and has one receipt")
        { books in
            try books.prepare(users: 1)
            let orders = [Sample.wipeOrder(1, session: 1), Sample.wipeOrder(2, session: nil)]
            for order in orders {
                try books.insert(order)
                try expect(books.wipeOrder(nonce: order.nonce), is: order)
            }
            try expect(books.wipeOrder(of: 1), is: orders[0])
            try expect(books.wipeOrder(of: 404), is: nil)
            try expect(books.wipeOrder(nonce: [1]), is: nil)
            func receipt(_ nonce: [UInt8]) throws -> Bool {
                let signature = [UInt8](repeating: 8, count: 64)
                return try books.insertWipeReceipt(
                    nonce: nonce,
                    signature: signature,
                    at: Sample.start
                )
            }
            try expect(receipt(orders[0].nonce), is: true)
            try expect(receipt(orders[0].nonce), is: false)
            try expect(receipt(orders[1].nonce), is: true)
            try books.expectRefusals([
                "the same nonce again": { try books.insert(orders[1]) },
                "a receipt for no order": {
                    _ = try receipt([UInt8](repeating: 77, count: WipeOrder.nonceByteCount))
                },
            ])
        },
        .transaction("a terminal loses its trust once") { books in
            try expect(books.isRevoked(terminal: "branch-1"), is: false)
            try expect(books.revokeTerminal("branch-1", at: Sample.start), is: true)
            try expect(books.revokeTerminal("branch-1", at: Sample.later(1)), is: false)
            try expect(books.isRevoked(terminal: "branch-1"), is: true)
            try expect(books.isRevoked(terminal: "branch-2"), is: false)
        },
        .transaction("a terminal is known by the sessions at it, and not by the loss of its trust")
        { books in
            try books.prepare(users: 1)
            try books.insert(Sample.session(2, of: 1, terminal: "till-1"))
            _ = try books.revokeTerminal("till-1", at: Sample.later(40))
            _ = try books.revokeTerminal("branch-9", at: Sample.later(50))
            try expect(books.hasSession(atTerminal: "till-1"), is: true)
            try expect(books.hasSession(atTerminal: "branch-9"), is: false)
            try expect(books.revokedTerminals(), is: ["branch-9", "till-1"])
        },
        .transaction("buckets are told in the order of their keys, replaced, and removed when full")
        { books in
            let keys = [
                LimitKey(.requestsOfAddress, of: 1 << 100),
                LimitKey(.requestsOfUser, of: 2), LimitKey(.transfersOfUser, of: 1),
            ]
            try expect(books.limit(under: keys[0]), is: nil)
            for (key, seconds) in [(keys[1], 20), (keys[2], 30), (keys[0], 5), (keys[0], 10)] {
                try books.update(LimitRecord(key: key, fullAt: Sample.later(Int64(seconds))))
            }
            try expect(books.limit(under: keys[0]), is: Sample.later(10))
            func open(at seconds: Int64) throws -> [LimitKey] {
                try books.limits(at: Sample.later(seconds)).map(\.key)
            }
            try expect(open(at: 0), is: keys)
            try expect(open(at: 10), is: Array(keys[1...]))
            try books.takeBack {
                try books.removeLimits(fullBy: Sample.later(25))
                try expect(books.limit(under: keys[1]), is: nil)
            }
            try expect(open(at: 0), is: keys)
            try books.removeLimits(fullBy: Sample.later(20))
            try expect(open(at: 0), is: [keys[2]])
            try expect(books.limit(under: keys[1]), is: nil)
        },
    ]
}

extension Sample {
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
            id: id(number),
            publicKey: publicKey,
            publishedAt: later(-Int64(number)),
            beganAt: beganAt,
            endedAt: endedAt
        )
    }

    static func renewal(_ number: Int) -> RenewalRecord { renewal(of: session(number)) }

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
            userID: 1,
            sessionID: session.map { id($0) },
            orderedAt: start
        )
    }
}

extension LedgerTransaction {
    /// Adds users 1 and 2, and sessions that can be renewed, each opened at a second.
    ///
    /// All but session 3 are at one terminal.
    fileprivate func openSessions(_ opened: [(number: Int, of: Int, at: Int64)]) throws {
        for number in 1...2 { try insert(Sample.user(number)) }
        for (number, user, seconds) in opened {
            let session = Sample.session(
                number,
                of: user,
                openedAt: Sample.later(seconds),
                terminal: number == 3 ? nil : "branch-1"
            )
            try insert(session)
            try insert(Sample.renewal(of: session))
        }
    }
}
