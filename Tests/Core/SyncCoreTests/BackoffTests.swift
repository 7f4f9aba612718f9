import CoreVocabulary
import SyncCore
import Testing

// Goal: waits grow to a ceiling, and are spread.
// Method: the extremes of the random source, and many draws.

@Suite struct BackoffTests {
    @Test("the longest waits double up to the ceiling")
    func doubling() {
        var backoff = Backoff()
        var waits: [Int64] = []
        for _ in 0..<10 {
            // Jitter is the remainder by half the range plus one, so this is the longest wait.
            var probe = backoff
            let longest = (0..<UInt64(20_000)).map { random in
                var copy = probe
                return copy.fail(random: random)
            }.max()
            waits.append(longest ?? 0)
            _ = probe.fail(random: 0)
            backoff = probe
        }
        #expect(waits == [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 10_000])
    }

    @Test("every wait lies in the upper half of its range")
    func jitter() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<1_000 {
            var backoff = Backoff()
            let wait = backoff.fail(random: random.next())
            #expect((125...250).contains(wait))
        }
    }

    @Test("success begins again at the first wait")
    func success() {
        var backoff = Backoff()
        for _ in 0..<5 { _ = backoff.fail(random: 0) }
        backoff.succeed()
        #expect(backoff.fail(random: 0) == Backoff.firstMilliseconds / 2)
    }

    @Test("what the bank asks for is waited, but not beyond the ceiling")
    func askedFor() {
        var backoff = Backoff()
        #expect(backoff.fail(random: 0, atLeast: 7_000) == 7_000)
        #expect(backoff.fail(random: 0, atLeast: .max) == Backoff.ceilingMilliseconds)
    }
}
