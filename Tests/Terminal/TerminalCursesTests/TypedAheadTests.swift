@testable import TerminalCurses
import TerminalKit
import Testing

// Goal: keys that come faster than they are taken keep nothing waiting, neither a signal nor a frame.
// Method: bursts of keys, and a made-up clock that each key moves on.
@Suite("Keys that were typed ahead")
struct TypedAheadTests {
    /// What one key costs in these tests.
    private static let cost = Duration.milliseconds(1)

    /// A burst of keys, and the client that takes them.
    private struct Burst {
        var waiting = TypedAhead()
        var taken: [InputEvent] = []
        var now = ContinuousClock.now

        init(count: Int) {
            waiting.add((0..<count).map(TypedAheadTests.key))
        }

        /// Hands out what one round has time for.
        ///
        /// - Parameters:
        ///   - signalAfter: The key during which a signal comes, counted from 1.
        ///   - cost: How long a key takes.
        mutating func round(signalAfter: Int? = nil, cost: Duration = TypedAheadTests.cost) {
            var now = self.now
            var taken = self.taken
            waiting.handOut(
                now: { now },
                goesFirst: { taken.count == signalAfter },
                to: { event in
                    taken.append(event)
                    now += cost
                }
            )
            self.now = now
            self.taken = taken
        }
    }

    /// A key that tells its place in a burst.
    private static func key(_ place: Int) -> InputEvent { .key(.function(place)) }

    // Symptom: with 3,000 digits typed into a filter, the program heeded SIGTERM after three seconds;
    // with 12,000 it was killed. Cause: all that was read at once was taken before signals were.
    @Test("a signal goes before the keys that wait", arguments: [1, 3, 20])
    func signalFirst(place: Int) {
        var burst = Burst(count: 3_000)
        burst.round(signalAfter: place)
        #expect(burst.taken.count == place)
        #expect(!burst.waiting.isEmpty)
    }

    // Symptom: as above; nothing was painted and no answer of the bank was taken meanwhile.
    @Test("a round hands out what a frame has time for, and the next ones the rest in its order")
    func oneFrame() {
        var burst = Burst(count: 100)
        burst.round()
        #expect(burst.taken.count == 33)
        burst.round()
        #expect(burst.taken.count == 66)
        burst.round()
        burst.round()
        #expect(burst.taken == (0..<100).map(Self.key))
        #expect(burst.waiting.isEmpty)
    }

    @Test("keys that cost next to nothing are taken in one round")
    func cheapKeys() {
        var burst = Burst(count: 4_096)
        burst.round(cost: .zero)
        #expect(burst.taken.count == 4_096)
        #expect(burst.waiting.isEmpty)
    }

    @Test("a key that takes longer than a round is taken all the same")
    func slowKeys() {
        var burst = Burst(count: 2)
        burst.round(cost: .seconds(1))
        #expect(burst.taken.count == 1)
        burst.round(cost: .seconds(1))
        #expect(burst.taken.count == 2)
        #expect(burst.waiting.isEmpty)
    }

    @Test("what is read later goes after what waits")
    func order() {
        var burst = Burst(count: 1)
        burst.waiting.add([Self.key(1), Self.key(2)])
        burst.round()
        #expect(burst.taken == (0..<3).map(Self.key))
    }

    @Test("what is dropped is not handed out")
    func dropped() {
        var burst = Burst(count: 100)
        burst.round()
        burst.waiting.drop()
        #expect(burst.waiting.isEmpty)
        burst.round()
        #expect(burst.taken.count == 33)
    }
}
