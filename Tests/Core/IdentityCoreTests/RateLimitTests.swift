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
                guard case .allowed(let next) = limit.take(from: fullAt, at: now) else { break }
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
            #expect(limit.take(from: empty, at: now) == .mustWait(seconds: 10 - elapsed))
        }
        let end = start.adding(seconds: 40)
        #expect(limit.take(from: empty, at: start.adding(seconds: 10)) == .allowed(fullAt: end))
    }

    @Test("after the clock was set back the wait is no longer than for an empty bucket")
    func clockBack() {
        let future = start.adding(seconds: 1_000_000)
        #expect(limit.take(from: future, at: start) == .mustWait(seconds: 10))
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
            switch limit.take(from: fullAt, at: now) {
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
