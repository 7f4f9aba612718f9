import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import Testing
import WireProtocol

@testable import LedgerService

/// Goal: remembering a signature lets in nothing that a check of the signature would keep out.
///
/// Method: a token is shown once, so that it is remembered, and then shown again after whatever
/// should keep it out; the cache by itself is filled beyond its room.
struct TokenCacheTests {
    private static let now = Instant(secondsSinceEpoch: 1_795_156_200)
    private static let ended = Reply.problem(Problem(code: .sessionEnded))
    private static let expired = Reply.problem(Problem(code: .tokenExpired))
    private let status = Request.intentStatus(IntentKey(rawValue: 1))
    private let unknown = Reply.intent(.unknown)

    @Test("a remembered token is refused when its time is over, and before it")
    func times() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let token = asha.tokens.access
        #expect(try await asha.send(status, token: token) == unknown)
        bank.clock.advance(seconds: -31)
        #expect(try await asha.send(status, token: token) == Self.expired)
        bank.clock.advance(seconds: 31 + 629)
        #expect(try await asha.send(status, token: token) == unknown)
        bank.clock.advance(seconds: 1)
        #expect(try await asha.send(status, token: token) == Self.expired)
    }

    @Test("a remembered token is refused once its session has ended")
    func sessionEnds() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let token = asha.tokens.access
        #expect(try await asha.send(status, token: token) == unknown)
        _ = try await asha.ask(.signOut)
        #expect(try await asha.send(status, token: token) == Self.ended)
    }

    @Test("a token that differs in one bit is never taken for the remembered one")
    func oneBit() throws {
        let (cache, token) = try Self.cacheWithToken()
        #expect(try cache.verify(token, at: Self.now).userID == UserID(rawValue: 1))
        for index in token.indices {
            for bit in 0..<8 {
                var forged = token
                forged[index] ^= 1 << bit
                #expect(throws: TokenRefusal.self) { try cache.verify(forged, at: Self.now) }
            }
        }
        #expect(cache.tokens.count == 1)
        #expect(try cache.verify(token, at: Self.now).userID == UserID(rawValue: 1))
    }

    @Test("a key that is withdrawn, or replaced under its name, takes what it signed with it")
    func keyGoes() throws {
        let (cache, token) = try Self.cacheWithToken()
        _ = try cache.verify(token, at: Self.now)
        #expect(cache.tokens.count == 1)
        cache.store(try Self.keys(2, id: 1), asOf: 1, signer: nil)
        #expect(cache.tokens.count == 0)
        #expect(throws: TokenRefusal.signatureWrong) { try cache.verify(token, at: Self.now) }
        cache.store(TokenKeys(), asOf: 1, signer: nil)
        #expect(throws: TokenRefusal.keyUnknown) { try cache.verify(token, at: Self.now) }
        cache.store(try Self.keys(1, id: 1), asOf: 1, signer: nil)
        #expect(try cache.verify(token, at: Self.now).userID == UserID(rawValue: 1))
    }

    // Symptom: after keys were turned side by side an older one signed again. Cause: who came back
    // last from the books was believed, not who had turned last.
    @Test("keys that were read before those that are here are not taken over")
    func olderKeys() throws {
        let (cache, token) = try Self.cacheWithToken()
        cache.store(try Self.keys(2, id: 1), asOf: 0, signer: nil)
        #expect(try cache.verify(token, at: Self.now).userID == UserID(rawValue: 1))
        cache.store(try Self.keys(2, id: 1), asOf: 2, signer: nil)
        #expect(throws: TokenRefusal.signatureWrong) { try cache.verify(token, at: Self.now) }
    }

    @Test("a token whose key's last token has ended is refused, although it is remembered")
    func keyIsOver() throws {
        let (cache, token) = try Self.cacheWithToken()
        _ = try cache.verify(token, at: Self.now)
        var keys = try Self.keys(1, id: 1, endedAt: Self.now.adding(seconds: -631))
        cache.store(keys, asOf: 1, signer: nil)
        #expect(throws: TokenRefusal.keyUnknown) { try cache.verify(token, at: Self.now) }
        keys = try Self.keys(1, id: 1, endedAt: Self.now.adding(seconds: -629))
        cache.store(keys, asOf: 1, signer: nil)
        #expect(try cache.verify(token, at: Self.now).userID == UserID(rawValue: 1))
    }

    @Test("a token that was signed here is remembered as it would be read")
    func signedHere() throws {
        let (cache, token) = try Self.cacheWithToken()
        let signer = SigningKeyCache.Signer(
            id: SigningKeyID(rawValue: 1),
            key: try Self.key(1),
            tokens: cache.tokens
        )
        #expect(signer.sign(Self.access) == token)
        #expect(cache.tokens[SHA256.digest(of: token)] == (try Self.signed()))
        #expect(try cache.verify(token, at: Self.now) == Self.access)
        // Still no more than a remembered signature.
        let late = Self.now.adding(seconds: 631)
        #expect(throws: TokenRefusal.expired) { try cache.verify(token, at: late) }
    }

    @Test("the cache holds no more than its limit, and the oldest goes first")
    func bound() throws {
        let tokens = TokenCache(limit: 3)
        let token = try Self.signed()
        for number in 0..<8 {
            tokens.put(token, Self.digest(number))
            // What is there already takes no second place.
            tokens.put(token, Self.digest(number))
            #expect(tokens.count == min(number + 1, 3))
            let kept = (0...number).filter { tokens[Self.digest($0)] != nil }
            #expect(kept == Array((0...number).suffix(3)))
        }
    }

    @Test("after some tokens went with their key, the others still go in the order they came")
    func boundAfterKeyWent() throws {
        let tokens = TokenCache(limit: 3)
        for number in 0..<5 {
            tokens.put(try Self.signed(number == 3 ? 2 : 1), Self.digest(number))
        }
        tokens.keepOnly(signedBy: try Self.keys(1, id: 1).published)
        #expect((0..<5).filter { tokens[Self.digest($0)] != nil } == [2, 4])
        for number in 5..<7 { tokens.put(try Self.signed(), Self.digest(number)) }
        #expect((0..<7).filter { tokens[Self.digest($0)] != nil } == [4, 5, 6])
        #expect(tokens.count == 3)
    }

    private static func digest(_ number: Int) -> Digest256 {
        SHA256.digest(of: [UInt8(number)])
    }

    private static func key(_ number: UInt8) throws -> Ed25519.PrivateKey {
        let seed = [UInt8](repeating: number, count: Ed25519.seedByteCount)
        return try Ed25519.PrivateKey(seed: SharedSecret(copying: seed.span))
    }

    private static func keys(
        _ number: UInt8,
        id: UInt128,
        endedAt: Instant? = nil
    ) throws -> TokenKeys {
        let began = now.adding(seconds: -86_400)
        let key = SigningKey(
            id: SigningKeyID(rawValue: id),
            publicKey: try key(number).publicKey,
            publishedAt: began,
            beganAt: began,
            endedAt: endedAt
        )
        return TokenKeys([key], at: endedAt ?? began)
    }

    private static let access = AccessToken(
        userID: UserID(rawValue: 1),
        sessionID: SessionID(rawValue: 2),
        role: .customer,
        issuedAt: now,
        sessionEndsAt: now.adding(seconds: 86_400),
        id: AccessTokenID(rawValue: 3),
        terminal: nil
    )

    private static func bytes(_ number: UInt8 = 1) throws -> [UInt8] {
        access.signed(with: try key(number), keyID: SigningKeyID(rawValue: 1))
    }

    private static func signed(_ number: UInt8 = 1) throws -> SignedAccessToken {
        let key = try key(number).publicKey
        return try SignedAccessToken(verifying: try bytes(number)) { _ in key }
    }

    private static func cacheWithToken() throws -> (SigningKeyCache, [UInt8]) {
        let cache = SigningKeyCache()
        cache.store(try keys(1, id: 1), asOf: 1, signer: nil)
        return (cache, try bytes())
    }
}
