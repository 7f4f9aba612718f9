import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing
import WireProtocol

/// Goal: a session is proved by its own access token for as long as that lasts, renewed by its own
/// refresh token once, and by nothing else.
///
/// Method: each attack and slip of the checklist's group C against a bank over real files; what is
/// expected is spelled out, and who was not attacked goes on.
struct TokenTests {
    private static let ended = Reply.problem(Problem(code: .sessionEnded))
    private static let expired = Reply.problem(Problem(code: .tokenExpired))
    private let status = Request.intentStatus(IntentKey(rawValue: 1))
    private let unknown = Reply.intent(.unknown)

    @Test("an access token is good for ten minutes and thirty seconds of skew, and then expired")
    func accessEnds() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let token = asha.tokens.access
        #expect(asha.tokens.accessEndsAt == bank.clock.now().adding(seconds: 600))
        bank.clock.advance(seconds: 629)
        #expect(try await asha.send(status, token: token) == unknown)
        bank.clock.advance(seconds: 2)
        #expect(try await asha.send(status, token: token) == Self.expired)
    }

    @Test("a token before its time is expired too: only the clock can have gone back")
    func notYet() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: -31)
        #expect(try await asha.send(status, token: asha.tokens.access) == Self.expired)
    }

    @Test("renewing gives a new pair, and the session goes on")
    func renews() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let first = asha.tokens
        bank.clock.advance(seconds: 480)
        guard case .renewed(let renewed) = try await asha.renew() else {
            Issue.record("not renewed")
            return
        }
        #expect(renewed.tokens.access != first.access)
        #expect(renewed.tokens.refresh != first.refresh)
        #expect(renewed.tokens.accessEndsAt == bank.clock.now().adding(seconds: 600))
        let lease = SessionTerms().leaseSeconds(of: .customer)
        #expect(renewed.leaseEndsAt == bank.clock.now().adding(seconds: lease))
        #expect(try await asha.send(status, token: renewed.tokens.access) == unknown)
    }

    // The reply got lost, and the console asks again with the nonce that it kept.
    @Test("the same token with the same nonce gets the same pair, after a restart of the bank too")
    func lostReply() async throws {
        var bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let spent = asha.tokens.refresh
        let nonce = [UInt8](repeating: 9, count: RenewRequest.nonceByteCount)
        guard case .renewed(let first) = try await asha.renew(nonce: nonce) else {
            Issue.record("not renewed")
            return
        }
        bank.clock.advance(seconds: 15)
        bank = try await bank.reopened()
        let again = TestSession(bank: bank, name: "asha", reply: asha.reply)
        guard case .renewed(let second) = try await again.renew(with: spent, nonce: nonce) else {
            Issue.record("not renewed again")
            return
        }
        #expect(second.tokens == first.tokens)
        // It is a contact like each other, at which the bank looked at session, user and terminal.
        #expect(second.serverTime == first.serverTime.adding(seconds: 15))
        #expect(second.leaseEndsAt == first.leaseEndsAt.adding(seconds: 15))
        bank.clock.advance(seconds: 16)
        #expect(try await again.renew(with: spent, nonce: nonce) == Self.ended)
        #expect(try await again.renew() == Self.ended)
    }

    @Test("once the next token was used the spent one ends the session, with the same nonce too")
    func repeatedTooLate() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let spent = asha.tokens.refresh
        let nonce = [UInt8](repeating: 9, count: RenewRequest.nonceByteCount)
        for token in [spent, nil] {
            guard case .renewed = try await asha.renew(with: token, nonce: nonce) else {
                Issue.record("not renewed")
                return
            }
        }
        #expect(try await asha.renew(with: spent, nonce: nonce) == Self.ended)
        #expect(try await asha.renew() == Self.ended)
    }

    // Attack: a thief copied a refresh token that its owner has used since.
    @Test("a spent token ends the session for thief and owner alike, at once, and is audited")
    func reuse() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        let stolen = asha.tokens.refresh
        try await asha.renew()
        #expect(try await asha.send(status, token: asha.tokens.access) == unknown)
        #expect(try await asha.renew(with: stolen) == Self.ended)
        #expect(try await asha.send(status, token: asha.tokens.access) == Self.ended)
        #expect(try await asha.renew() == Self.ended)
        #expect(try await rohan.ask(status) == unknown)
        #expect(try await bank.audited(.refreshTokenReused) == [asha.reply.sessionID.rawValue])
    }

    // Attack: somebody who knows the public name of a session makes up a token for it.
    @Test("a made-up refresh token ends nothing")
    func madeUp() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        var forged = asha.tokens.refresh
        forged[forged.count - 1] ^= 1
        var older = asha.tokens.refresh
        older[19] = 0xFF
        for refresh in [forged, older, [], [UInt8](repeating: 0, count: 52), asha.tokens.access] {
            #expect(try await asha.renew(with: refresh) == Self.ended)
        }
        #expect(try await asha.ask(status) == unknown)
        guard case .renewed = try await asha.renew() else {
            Issue.record("the session did not go on")
            return
        }
    }

    @Test("the tokens of one purpose are refused for every other")
    func crossUse() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let reply = asha.reply
        let others = [
            asha.tokens.refresh, reply.storageKey, reply.authorisationKey, reply.sessionID.bytes,
            reply.userID.bytes, Array(reply.sessionID.description.utf8), [],
        ]
        for token in others {
            #expect(try await asha.send(status, token: token) == Self.ended)
        }
        for refresh in others.dropFirst() + [asha.tokens.access] {
            #expect(try await asha.renew(with: refresh) == Self.ended)
        }
        #expect(try await asha.send(status, token: nil) == Self.ended)
        // A receipt for a wipe that was never ordered.
        let receipt = WipeReceipt(nonce: Array(asha.tokens.refresh.prefix(16)), signature: [])
        let wiped = try await asha.send(.wiped(receipt), token: asha.tokens.access)
        #expect(wiped == .problem(Problem(code: .notFound)))
    }

    @Test("a console that was away for an hour has to sign in again; one that renews does not")
    func idle() async throws {
        let bank = try await TestBank.open()
        let away = try await bank.signIn("asha")
        let here = try await bank.signIn("asha")
        try await here.stay(seconds: 3_600)
        #expect(try await away.renew() == Self.ended)
        #expect(try await here.ask(status) == unknown)
    }

    @Test("renewing never puts the absolute end off: 24 hours, and 12 for staff")
    func absolute() async throws {
        let bank = try await TestBank.open()
        for (name, hours) in [("asha", 24), ("tara", 12)] as [(String, Int64)] {
            let session = try await bank.signIn(name)
            let end = bank.clock.now().adding(seconds: hours * 3_600)
            try await session.stay(seconds: hours * 3_600 - 60)
            #expect(session.tokens.accessEndsAt == end)
            #expect(session.tokens.idleEndsAt == end)
            bank.clock.advance(seconds: 60)
            #expect(try await session.renew() == Self.ended)
            #expect(try await session.send(status, token: session.tokens.access) == Self.ended)
        }
    }

    @Test("a token of another bank is refused")
    func otherBank() async throws {
        let bank = try await TestBank.open()
        let other = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        _ = try await other.signIn("asha")
        // The seeds of both banks are the same, and so would be their keys: one of them turns.
        try await other.bank.rotateSigningKey()
        let stranger = try await other.signIn("asha")
        let reply = try await asha.send(status, token: stranger.tokens.access)
        #expect(reply == Self.expired)
        #expect(try await asha.renew(with: stranger.tokens.refresh) == Self.ended)
    }

    @Test("turning the signing key refuses nobody who is signed in, fifty at a time")
    func rotationUnderLoad() async throws {
        let bank = try await TestBank.open()
        let sessions = [try await bank.signIn("asha"), try await bank.signIn("rohan")]
        let status = status
        let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    if number % 10 == 5 {
                        try await bank.bank.rotateSigningKey()
                        return false
                    }
                    let session = sessions[number % 2]
                    let reply = try await session.send(status, token: session.tokens.access)
                    return reply != .intent(.unknown)
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(refused == 0)
        let document = String(decoding: try await bank.bank.jwks(), as: UTF8.self)
        #expect(document.split(separator: "kid").count == 1 + 6)
        for session in sessions {
            bank.clock.advance(seconds: 500)
            guard case .renewed = try await session.renew() else {
                Issue.record("not renewed")
                return
            }
        }
    }

    @Test(
        "a retired key is published until its last token has ended, its private half gone at once"
    )
    func retiredKey() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let old = try #require(try await bank.store.read { try $0.signingKeys() }.first?.id)
        let new = try await bank.bank.rotateSigningKey()
        let sealed = try await bank.store.read { try $0.sealedSigningKey(old) }
        #expect(sealed == nil)
        #expect(try await asha.send(status, token: asha.tokens.access) == unknown)
        bank.clock.advance(seconds: 629)
        #expect(try await bank.publishedKeys() == [old, new])
        bank.clock.advance(seconds: 1)
        #expect(try await bank.publishedKeys() == [new])
        #expect(try await asha.send(status, token: asha.tokens.access) == Self.expired)
        #expect(try await bank.audited(.signingKeyBegun) == [old.rawValue, new.rawValue])
    }

    // Attack: a key leaked, was turned by hand, and the books were backed up and put back at once.
    @Test("where the keys of books are replaced no token is good, of a key that just ended neither")
    func replacedKeys() async throws {
        var bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        try await bank.bank.rotateSigningKey()
        bank.clock.advance(seconds: 60)
        #expect(try await asha.send(status, token: asha.tokens.access) == unknown)
        let new = try await bank.bank.replaceSigningKeys()
        #expect(try await bank.publishedKeys() == [new])
        #expect(try await asha.send(status, token: asha.tokens.access) == Self.expired)
        bank = try await bank.reopened()
        let again = TestSession(bank: bank, name: "asha", reply: asha.reply)
        #expect(try await bank.publishedKeys() == [new])
        #expect(try await again.send(status, token: asha.tokens.access) == Self.expired)
        guard case .renewed = try await again.renew() else {
            Issue.record("the session did not go on")
            return
        }
        #expect(try await again.ask(status) == unknown)
    }

    @Test("keys turn by themselves after seven days, the next one published a day before")
    func turnsByAge() async throws {
        let bank = try await TestBank.open()
        _ = try await bank.signIn("asha")
        let first = try await bank.publishedKeys()
        bank.clock.advance(seconds: 6 * 86_400)
        let both = try await bank.publishedKeys()
        #expect(both.count == 2)
        #expect(both.first == first.first)
        bank.clock.advance(seconds: 86_400)
        _ = try await bank.signIn("asha")
        bank.clock.advance(seconds: 3_600)
        #expect(try await bank.publishedKeys() == Array(both.dropFirst()))
    }

    @Test("tokens live on after a restart, under the keys that were sealed")
    func restart() async throws {
        var bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank = try await bank.reopened()
        let again = TestSession(bank: bank, name: "asha", reply: asha.reply)
        #expect(try await again.send(status, token: asha.tokens.access) == unknown)
        guard case .renewed = try await again.renew() else {
            Issue.record("not renewed")
            return
        }
        #expect(try await bank.store.read { try $0.signingKeys() }.count == 1)
    }
}

extension TestBank {
    /// The objects of the lines of an action in the audit log, oldest first.
    func audited(_ action: AuditRow.Action) async throws -> [UInt128] {
        try await store.read { reader in
            try reader.auditRows(after: 0, limit: 10_000)
                .filter { $0.action == action }.compactMap(\.objectBits)
        }
    }

    /// The keys that the bank publishes now, the oldest first.
    func publishedKeys() async throws -> [SigningKeyID] {
        let document = String(decoding: try await bank.jwks(), as: UTF8.self)
        let keys = try await store.read { try $0.signingKeys() }
        return keys.map(\.id).filter { document.contains($0.description) }
    }
}
