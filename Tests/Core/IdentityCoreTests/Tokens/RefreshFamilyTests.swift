import CoreVocabulary
import Testing
import IdentityCore

/// Goal: a refresh token is worth one renewal, a lost reply costs nothing, and theft ends the
/// session.
///
/// Method: each rule by itself; then random walks against a second implementation that keeps the
/// whole history and asks it.
struct RefreshFamilyTests {
    private static let start = Instant(secondsSinceEpoch: 1_000_000)
    private static let end = start.adding(seconds: 86_400)
    private let mine: [UInt8] = [1]
    private let theirs: [UInt8] = [2]

    private static func family() -> RefreshFamily {
        RefreshFamily(openedAt: start, endsAt: end)
    }

    private static func later(_ seconds: Int64) -> Instant { start.adding(seconds: seconds) }

    @Test("the token that is good is worth the next one")
    func rotates() {
        var family = Self.family()
        #expect(family.renew(generation: 0, nonce: mine, at: Self.later(500)) == .rotated(1))
        #expect(family.renew(generation: 1, nonce: theirs, at: Self.later(900)) == .rotated(2))
        #expect(family.renewedAt == Self.later(900))
    }

    @Test("a lost reply is given again to the same nonce for thirty seconds, as often as asked")
    func repeats() {
        var family = Self.family()
        _ = family.renew(generation: 0, nonce: mine, at: Self.later(500))
        let after = family
        for seconds in [Int64(500), 510, 530] {
            let again = family.renew(generation: 0, nonce: mine, at: Self.later(seconds))
            #expect(again == .repeated(1))
            #expect(family == after)
        }
        #expect(family.renew(generation: 0, nonce: mine, at: Self.later(531)) == .reused)
        #expect(family.end(at: Self.later(531)) == .ended)
    }

    @Test("a spent token with another nonce ends the family, and the token that was good with it")
    func reuse() {
        var family = Self.family()
        _ = family.renew(generation: 0, nonce: mine, at: Self.later(500))
        #expect(family.renew(generation: 0, nonce: theirs, at: Self.later(501)) == .reused)
        let after = family.renew(generation: 1, nonce: mine, at: Self.later(502))
        #expect(after == .over(.ended))
    }

    @Test("a token that was spent long ago ends the family, also with the nonce of the last one")
    func oldReuse() {
        var family = Self.family()
        _ = family.renew(generation: 0, nonce: mine, at: Self.later(10))
        _ = family.renew(generation: 1, nonce: mine, at: Self.later(20))
        #expect(family.renew(generation: 0, nonce: mine, at: Self.later(21)) == .reused)
    }

    // After a restore from an older backup the books are behind what consoles hold.
    @Test("a token from the future ends the family")
    func future() {
        var family = Self.family()
        #expect(family.renew(generation: 4, nonce: mine, at: Self.later(1)) == .reused)
    }

    @Test("an hour without a renewal ends it, and a renewal puts that off")
    func idle() {
        var family = Self.family()
        #expect(family.end(at: Self.later(3_599)) == nil)
        #expect(family.end(at: Self.later(3_600)) == .idle)
        #expect(family.renew(generation: 0, nonce: mine, at: Self.later(3_599)) == .rotated(1))
        #expect(family.end(at: Self.later(7_198)) == nil)
        let late = family.renew(generation: 1, nonce: mine, at: Self.later(7_199))
        #expect(late == .over(.idle))
    }

    @Test("no renewal goes past the absolute end")
    func absolute() {
        var family = Self.family()
        var generation: UInt32 = 0
        for seconds in stride(from: Int64(3_000), to: 86_400, by: 3_000) {
            let outcome = family.renew(
                generation: generation,
                nonce: mine,
                at: Self.later(seconds)
            )
            generation += 1
            #expect(outcome == .rotated(generation))
            #expect(family.idleEndsAt <= Self.end)
        }
        let late = family.renew(generation: generation, nonce: mine, at: Self.end)
        #expect(late == .over(.absolute))
    }

    // Symptom: a clock that was an hour behind for half a minute signed everybody out when it was set right.
    @Test("a renewal under a clock that was set back brings the end no nearer")
    func clockBack() {
        var family = Self.family()
        #expect(family.renew(generation: 0, nonce: mine, at: Self.later(600)) == .rotated(1))
        let end = family.idleEndsAt
        #expect(family.renew(generation: 1, nonce: mine, at: Self.later(-6_600)) == .rotated(2))
        #expect(family.idleEndsAt == end)
        #expect(family.renew(generation: 2, nonce: mine, at: Self.later(700)) == .rotated(3))
        #expect(family.idleEndsAt == Self.later(700 + RefreshFamily.idleSeconds))
    }

    @Test("an ended family renews nothing")
    func ended() {
        var family = RefreshFamily(
            generation: 0,
            nonce: nil,
            renewedAt: Self.start,
            endsAt: Self.end,
            idleEndsAt: Self.later(3_600),
            isEnded: true
        )
        let outcome = family.renew(generation: 0, nonce: mine, at: Self.start)
        #expect(outcome == .over(.ended))
    }

    @Test(
        "random walks agree with an implementation that keeps the whole history",
        arguments: 0..<200 as Range<UInt64>
    )
    func random(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var family = Self.family()
        var history = History(start: Self.start, end: Self.end)
        var now = Self.start
        for _ in 0..<60 {
            let steps: [Int64] = [0, 1, 15, 30, 31, 500, 3_599, 3_600]
            now = now.adding(seconds: steps[Int(random.next() % (seed % 2 == 0 ? 6 : 8))])
            let back = UInt32(random.next() % 8 == 0 ? random.next() % 3 : 0)
            let shown = family.generation >= back ? family.generation - back : 0
            let nonce = [UInt8(random.next() % 2)]
            let outcome = family.renew(generation: shown, nonce: nonce, at: now)
            #expect(outcome == history.renew(shown, nonce, now))
        }
    }

    /// All renewals that ever were, asked anew each time.
    private struct History {
        struct Renewal {
            let spent: UInt32
            let nonce: [UInt8]
            let at: Instant
        }

        let start: Instant
        let end: Instant
        var renewals: [Renewal] = []
        var isStolen = false

        mutating func renew(
            _ shown: UInt32,
            _ nonce: [UInt8],
            _ now: Instant
        ) -> RefreshFamily.Outcome {
            let lastUse = renewals.last?.at ?? start
            if isStolen { return .over(.ended) }
            if now >= end { return .over(.absolute) }
            if now.seconds(since: lastUse) >= 3_600 { return .over(.idle) }
            let spending = renewals.first { $0.spent == shown }
            guard let spending else {
                renewals.append(Renewal(spent: shown, nonce: nonce, at: now))
                return .rotated(shown + 1)
            }
            let isLast = renewals.last?.spent == shown
            if isLast, spending.nonce == nonce, now.seconds(since: spending.at) <= 30 {
                return .repeated(shown + 1)
            }
            isStolen = true
            return .reused
        }
    }
}
