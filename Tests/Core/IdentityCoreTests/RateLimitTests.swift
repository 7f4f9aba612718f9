import CoreVocabulary
import IdentityCore
import Testing

/// Goal: a burst and a pace are kept to, and a pause is exactly as long as it is told.
///
/// Method: each rule by itself; then random walks against a bucket that is filled drop by drop.
struct RateLimitTests {
    private let limit = RateLimit(burst: 3, perMinute: 6)
    private let start = Instant(secondsSinceEpoch: 1_000)

    @Test("a burst passes, the next has to wait, and then one every ten seconds")
    func burstThenPace() {
        var fullAt: Instant?
        var allowed: [Int64] = []
        for second in Int64(0)..<60 {
            let now = start.adding(seconds: second)
            for _ in 0..<4 {
                guard case .allowed(let next) = limit.spend(from: fullAt, at: now) else { break }
                fullAt = next
                allowed.append(second)
            }
        }
        #expect(allowed == [0, 0, 0, 10, 20, 30, 40, 50])
    }

    @Test("who waits as long as told gets through, and not a second sooner")
    func waits() {
        let empty = start.adding(seconds: 30)
        for elapsed in Int64(0)..<10 {
            let now = start.adding(seconds: elapsed)
            #expect(limit.spend(from: empty, at: now) == .mustWait(seconds: 10 - elapsed))
        }
        let end = start.adding(seconds: 40)
        #expect(limit.spend(from: empty, at: start.adding(seconds: 10)) == .allowed(fullAt: end))
    }

    // Symptom: after the clock was set back nobody at an address could sign in, and each was told to
    // try again at once. Cause: the stored time lay ahead, and a refusal does not write it anew.
    // Proof: the stored time counts as now, and from there on the limit holds as ever.
    @Test("after the clock was set back a bucket counts as full, and nobody waits")
    func clockBack() {
        var fullAt: Instant? = start.adding(seconds: 1_000_000)
        for _ in 0..<3 {
            guard case .allowed(let next) = limit.spend(from: fullAt, at: start) else {
                Issue.record("has to wait")
                return
            }
            fullAt = next
        }
        #expect(limit.spend(from: fullAt, at: start) == .mustWait(seconds: 10))
    }

    // Symptom: under a flood the whole budget came back. Cause: of two requests the one that read
    // the clock first was counted last, and its bucket looked as if the clock had been set back.
    @Test("requests that are counted in another order than they came give nothing back")
    func otherOrder() {
        guard case .allowed(let empty) = limit.spend(from: start.adding(seconds: 20), at: start)
        else {
            Issue.record("has to wait")
            return
        }
        let before = Instant(nanosecondsSinceEpoch: start.nanosecondsSinceEpoch - 1)
        // Ten seconds and a nanosecond.
        #expect(limit.spend(from: empty, at: before) == .mustWait(seconds: 11))
    }

    // Symptom: a clock set back by six seconds to five minutes had everybody refused until it had
    // caught up, each told to try again in a second. Cause: the stored time was cut to that of an
    // empty bucket at each refusal, and never written. Proof: whatever the step, the first one passes
    // or waits for one time at most, and whoever waits as long as told gets through.
    @Test(
        "after the clock was set back nobody waits longer than the limit has it",
        arguments: [
            1, 5, 6, 7, 20, 60, 200, 299, 300, 301, 306, 307, 360, 3_600, 86_400, 31_536_000,
        ] as [Int64]
    )
    func anyStep(back: Int64) {
        let ahead = Instant(secondsSinceEpoch: 1_790_000_000)
        let limits = [
            limit, RateLimit(burst: 120, perMinute: 120),
            RateLimit(burst: 6_000, perMinute: 60_000), RateLimit(burst: 5_000, perMinute: 12_000),
            RateLimit(burst: 2_000, perMinute: 3_000),
            RateLimit(burst: 1_000, perMinute: 120), RateLimit(burst: 1_000, perMinute: 600),
            RateLimit(burst: 20, perMinute: 1), RateLimit(burst: 50, everySeconds: 900),
            RateLimit(burst: 32, everySeconds: 2_700), RateLimit(burst: 1, everySeconds: 30),
        ]
        for limit in limits {
            for used in [1, limit.burst / 2, limit.burst] {
                let bucket = Self.bucket(limit, used, at: ahead)
                Self.keepsPace(limit, from: bucket, at: ahead.adding(seconds: -back))
            }
        }
    }

    /// The bucket after some times at one moment.
    private static func bucket(_ limit: RateLimit, _ count: Int64, at now: Instant) -> Instant? {
        var fullAt: Instant?
        for _ in 0..<count {
            guard case .allowed(let next) = limit.spend(from: fullAt, at: now) else { break }
            fullAt = next
        }
        return fullAt
    }

    /// Tries a few times, and waits as long as told.
    private static func keepsPace(_ limit: RateLimit, from bucket: Instant?, at start: Instant) {
        let second = Instant.nanosecondsPerSecond
        // A step of a second may be waited for beside.
        let longest = (limit.intervalNanoseconds + second - 1) / second + 1
        var (fullAt, now) = (bucket, start)
        for _ in 0..<5 {
            if case .mustWait(let seconds) = limit.spend(from: fullAt, at: now) {
                #expect(seconds <= longest)
                now = now.adding(seconds: seconds)
            }
            guard case .allowed(let next) = limit.spend(from: fullAt, at: now) else {
                Issue.record("waited as long as told, and has to wait again")
                return
            }
            fullAt = next
        }
    }

    // Attack: many requests at once, so that one which read the clock long ago is counted last.
    @Test("a reading that is counted late gives one time back, and not the budget")
    func lateReading() {
        let empty = start.adding(seconds: 30)
        let late = start.adding(seconds: -5)
        let end = late.adding(seconds: 30)
        #expect(limit.spend(from: empty, at: late) == .allowed(fullAt: end))
        #expect(limit.spend(from: end, at: late) == .mustWait(seconds: 10))
        #expect(limit.spend(from: end, at: start) == .mustWait(seconds: 5))
        let disordered = start.adding(seconds: -1)
        #expect(limit.spend(from: empty, at: disordered) == .mustWait(seconds: 11))
        #expect(limit.giveBack(to: empty, at: late) == late.adding(seconds: 10))
    }

    @Test("what is given back can be taken again, and never more than was there")
    func givingBack() {
        let empty = start.adding(seconds: 30)
        let fullAt = limit.giveBack(to: empty, at: start)
        #expect(limit.spend(from: fullAt, at: start) == .allowed(fullAt: empty))
        #expect(limit.giveBack(to: nil, at: start) == start)
        #expect(limit.giveBack(to: start.adding(seconds: 1_000_000), at: start) == start)
    }

    @Test("a limit of less than once a minute is kept to as well")
    func slow() {
        let limit = RateLimit(burst: 1, everySeconds: 900)
        let end = start.adding(seconds: 900)
        #expect(limit.spend(from: nil, at: start) == .allowed(fullAt: end))
        #expect(limit.spend(from: end, at: start.adding(seconds: 1)) == .mustWait(seconds: 899))
    }

    @Test(
        "random walks agree with a bucket that is filled drop by drop",
        arguments: 0..<50 as Range<UInt64>
    )
    func random(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let limit = RateLimit(burst: 1 + Int64(seed % 7), perMinute: 60)
        var fullAt: Instant?
        var drops = limit.burst
        var now = start
        for _ in 0..<300 {
            let seconds = Int64(random.next() % 3)
            now = now.adding(seconds: seconds)
            drops = min(limit.burst, drops + seconds)
            switch limit.spend(from: fullAt, at: now) {
            case .allowed(let next):
                fullAt = next
                drops -= 1
                #expect(drops >= 0)
            case .mustWait(let wait):
                #expect(drops == 0)
                #expect(wait == 1)
            }
        }
    }
}
