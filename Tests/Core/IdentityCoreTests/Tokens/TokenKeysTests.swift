import CoreVocabulary
import Cryptography
import Testing
import IdentityCore

/// Goal: there is always a key to sign with, and no token that was good is ever refused.
///
/// Method: a year in steps of odd lengths, with turns by hand between them; each token is checked
/// until its end.
struct TokenKeysTests {
    private static let start = Instant(secondsSinceEpoch: 1_795_156_200)

    /// Drives a set of keys as a bank does.
    private struct Driver {
        var keys = TokenKeys()
        var made: UInt8 = 0

        mutating func turn(
            at now: Instant,
            _ body: (inout TokenKeys, Instant) -> [TokenKeys.Effect]
        ) throws -> [TokenKeys.Effect] {
            let effects = body(&keys, now)
            guard effects.contains(.makeKey) else { return effects }
            #expect(effects == [.makeKey])
            made += 1
            keys.add(
                SigningKey(
                    id: SigningKeyID(rawValue: UInt128(made)),
                    publicKey: try TokenSamples.key(made).publicKey,
                    publishedAt: now
                )
            )
            return body(&keys, now)
        }

        mutating func step(at now: Instant) throws -> [TokenKeys.Effect] {
            try turn(at: now) { $0.step(at: $1) }
        }
    }

    private static func id(_ number: Int) -> SigningKeyID {
        SigningKeyID(rawValue: UInt128(number))
    }

    @Test("the first key signs at once")
    func firstKey() throws {
        var driver = Driver()
        #expect(try driver.step(at: Self.start) == [.began(Self.id(1))])
        #expect(driver.keys.current?.id == Self.id(1))
        #expect(try driver.step(at: Self.start) == [])
    }

    @Test("keys that are replaced because they may have leaked leave no token that is taken")
    func replaced() throws {
        var driver = Driver()
        _ = try driver.step(at: Self.start)
        let now = Self.start.adding(seconds: 60)
        let effects = try driver.turn(at: now) { $0.rotate(at: $1, endsTokens: true) }
        let end = now.adding(seconds: -630)
        #expect(effects == [.ended(Self.id(1), at: end), .began(Self.id(2))])
        #expect(driver.keys.key(Self.id(1), at: now) == nil)
        #expect(driver.keys.key(Self.id(2), at: now) != nil)
        #expect(TokenKeys(driver.keys.published, at: now).published.map(\.id) == [Self.id(2)])
    }

    // Symptom: a key that leaked and was turned by hand, and whose books were backed up and put back
    // within ten minutes, kept the rest of its time. Cause: only a key that still signed was ended.
    // Proof: none is good, by the set and by what a store kept, which ends no key twice.
    @Test("where tokens are ended, those of a key that ended a minute before are ended as well")
    func replacedAfterEnd() throws {
        var driver = Driver()
        _ = try driver.step(at: Self.start)
        _ = try driver.turn(at: Self.start) { $0.rotate(at: $1) }
        let oldest = try #require(driver.keys.published.first)
        let now = Self.start.adding(seconds: 60)
        #expect(driver.keys.key(Self.id(1), at: now) != nil)
        let effects = try driver.turn(at: now) { $0.rotate(at: $1, endsTokens: true) }
        let end = now.adding(seconds: -630)
        #expect(effects == [.ended(Self.id(2), at: end), .began(Self.id(3))])
        #expect(driver.keys.known(at: now).published.map(\.id) == [Self.id(3)])
        let kept = [oldest] + driver.keys.published.dropFirst()
        #expect(kept.count == 3)
        for instant in [now, now.adding(seconds: -Instant.stepToleranceSeconds)] {
            #expect(TokenKeys(kept, at: instant).published.map(\.id) == [Self.id(3)])
        }
        // Keys that turn afterwards keep their time.
        _ = try driver.turn(at: now) { $0.rotate(at: $1) }
        let later = [oldest] + driver.keys.published.dropFirst()
        #expect(TokenKeys(later, at: now).published.map(\.id) == [Self.id(3), Self.id(4)])
    }

    @Test("a key is published a day before it signs, and until the last token has ended")
    func lifeOfKey() throws {
        var driver = Driver()
        _ = try driver.step(at: Self.start)
        let published = Self.start.adding(seconds: 6 * 86_400)
        #expect(try driver.step(at: published.adding(seconds: -1)) == [])
        #expect(driver.keys.published.count == 1)
        #expect(try driver.step(at: published) == [])
        #expect(driver.keys.next?.id == Self.id(2))
        #expect(driver.keys.current?.id == Self.id(1))
        let turned = published.adding(seconds: 86_400)
        #expect(try driver.step(at: turned.adding(seconds: -1)) == [])
        let ended = TokenKeys.Effect.ended(Self.id(1), at: turned)
        #expect(try driver.step(at: turned) == [ended, .began(Self.id(2))])
        let lastToken = turned.adding(seconds: 629)
        #expect(driver.keys.key(Self.id(1), at: lastToken) != nil)
        #expect(driver.keys.key(Self.id(1), at: turned.adding(seconds: 630)) == nil)
        _ = try driver.step(at: turned.adding(seconds: 630))
        #expect(driver.keys.published.map(\.id) == [Self.id(2)])
    }

    @Test("after a long silence the next key is still published ahead")
    func silence() throws {
        var driver = Driver()
        _ = try driver.step(at: Self.start)
        let late = Self.start.adding(seconds: 90 * 86_400)
        #expect(try driver.step(at: late) == [])
        #expect(driver.keys.current?.id == Self.id(1))
        #expect(try driver.step(at: late.adding(seconds: 86_400)).count == 2)
    }

    @Test("turning by hand makes the next key sign now, the one that waits if there is one")
    func byHand() throws {
        var driver = Driver()
        _ = try driver.step(at: Self.start)
        let turned = try driver.turn(at: Self.start) { $0.rotate(at: $1) }
        #expect(turned == [.ended(Self.id(1), at: Self.start), .began(Self.id(2))])
        let published = Self.start.adding(seconds: 6 * 86_400)
        _ = try driver.step(at: published)
        #expect(driver.keys.next?.id == Self.id(3))
        _ = try driver.turn(at: published) { $0.rotate(at: $1) }
        #expect(driver.keys.current?.id == Self.id(3))
        #expect(driver.made == 3)
    }

    @Test("a clock that goes back turns nothing")
    func clockBack() throws {
        var driver = Driver()
        _ = try driver.step(at: Self.start)
        #expect(try driver.step(at: Self.start.adding(seconds: -86_400 * 30)) == [])
        #expect(driver.keys.current?.id == Self.id(1))
    }

    // Symptom: a key that leaked and was turned under a clock two days ahead was good for two days
    // after the clock was right again.
    @Test("a key that ended under a clock that ran ahead is good no more when it was set right")
    func endedAhead() throws {
        var driver = Driver()
        _ = try driver.step(at: Self.start)
        let ahead = Self.start.adding(seconds: 2 * 86_400)
        _ = try driver.turn(at: ahead) { $0.rotate(at: $1) }
        #expect(driver.keys.key(Self.id(1), at: ahead) != nil)
        #expect(driver.keys.key(Self.id(1), at: Self.start) == nil)
        let kept = TokenKeys(driver.keys.published, at: Self.start)
        #expect(kept.published.map(\.id) == [Self.id(2)])
        // A step of a time server refuses nothing.
        let stepped = ahead.adding(seconds: -Instant.stepToleranceSeconds)
        #expect(driver.keys.key(Self.id(1), at: stepped) != nil)
    }

    @Test(
        "no token is refused before its end, however the keys turn",
        arguments: 0..<20 as Range<UInt64>
    )
    func nobodyIsRefused(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var driver = Driver()
        var now = Self.start
        var tokens: [(key: SigningKeyID, endsAt: Instant)] = []
        for _ in 0..<200 {
            let isByHand = random.next() % 20 == 0
            _ =
                try isByHand && driver.keys.current != nil && driver.made < 200
                ? driver.turn(at: now) { $0.rotate(at: $1) } : driver.step(at: now)
            let current = try #require(driver.keys.current)
            #expect(driver.keys.published.count { $0.beganAt != nil && $0.endedAt == nil } == 1)
            tokens.append((current.id, now.adding(seconds: AccessToken.lifeSeconds)))
            tokens.removeAll { $0.endsAt < now }
            for token in tokens { #expect(driver.keys.key(token.key, at: now) != nil) }
            now = now.adding(seconds: Int64(random.next() % 40_000))
        }
    }

    @Test("the document lists every published key, and no private half")
    func document() throws {
        var driver = Driver()
        #expect(driver.keys.document == #"{"keys":[]}"#)
        _ = try driver.step(at: Self.start)
        let raw = try TokenSamples.key(1).publicKey.rawBytes
        let x = String(decoding: Base64URL.encode(raw), as: UTF8.self)
        #expect(
            driver.keys.document
                == #"{"keys":[{"alg":"EdDSA","crv":"Ed25519","kid":"\#(Self.id(1))","#
                + #""kty":"OKP","use":"sig","x":"\#(x)"}]}"#
        )
    }
}
