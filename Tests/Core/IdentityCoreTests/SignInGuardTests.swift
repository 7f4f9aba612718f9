// Goal: five failures in a row make the next try wait, longer each time, however many sessions
// try, and nobody waits longer than an hour.
// Method: every state with every event against a table; many tries at once; the byte form.

import CoreVocabulary
import IdentityCore
import Testing

@Suite("SignInGuard")
struct SignInGuardTests {
    private static let start = Instant(secondsSinceEpoch: 1_700_000_000)

    /// A guard after some failures, one after another, each as soon as it was allowed.
    private static func failed(_ count: Int) -> (guard: SignInGuard, now: Instant) {
        var signIns = SignInGuard()
        var now = start
        for _ in 0..<count {
            now = max(now, signIns.blockedUntil ?? now)
            signIns.failed(at: now)
        }
        return (signIns, now)
    }

    @Test("four failures in a row cost nothing")
    func free() {
        var (signIns, now) = Self.failed(4)
        #expect(signIns.blockedUntil == nil)
        #expect(signIns.attempt(at: now) == .allowed)
    }

    @Test(
        "from the fifth failure on the delay doubles from 30 seconds to one hour",
        arguments: [
            (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 960), (11, 1_920), (12, 3_600),
            (13, 3_600), (60, 3_600), (1_100, 3_600),
        ] as [(Int, Int64)]
    )
    func delays(failures: Int, seconds: Int64) {
        var (signIns, now) = Self.failed(failures)
        let end = now.adding(seconds: seconds)
        #expect(signIns.attempt(at: now) == .mustWait(until: end))
        let justBefore = Instant(nanosecondsSinceEpoch: end.nanosecondsSinceEpoch - 1)
        #expect(signIns.attempt(at: justBefore) == .mustWait(until: end))
        #expect(signIns.attempt(at: end) == .allowed)
    }

    enum State: CaseIterable, Sendable {
        case fresh, failedOnce, failedFourTimes, blocked, delayOver
    }

    enum Event: CaseIterable, Sendable {
        case attempt, failed
    }

    struct Expected: Equatable, Sendable {
        var isAllowed: Bool?
        var failures: UInt32
        var delaySeconds: Int64?
    }

    private static func make(_ state: State) -> (guard: SignInGuard, now: Instant) {
        switch state {
        case .fresh: return (SignInGuard(), start)
        case .failedOnce: return failed(1)
        case .failedFourTimes: return failed(4)
        case .blocked: return failed(5)
        case .delayOver:
            let (signIns, now) = failed(5)
            return (signIns, now.adding(seconds: 30))
        }
    }

    // What each event makes of each state: the answer, failures, delay from now.
    private static func expected(_ state: State, _ event: Event) -> Expected {
        switch (state, event) {
        case (.fresh, .attempt): Expected(isAllowed: true, failures: 1)
        case (.fresh, .failed): Expected(failures: 1)
        case (.failedOnce, .attempt): Expected(isAllowed: true, failures: 2)
        case (.failedOnce, .failed): Expected(failures: 2)
        case (.failedFourTimes, .attempt):
            Expected(isAllowed: true, failures: 5, delaySeconds: 30)
        case (.failedFourTimes, .failed): Expected(failures: 5, delaySeconds: 30)
        case (.blocked, .attempt): Expected(isAllowed: false, failures: 5, delaySeconds: 30)
        case (.blocked, .failed): Expected(failures: 6, delaySeconds: 60)
        case (.delayOver, .attempt): Expected(isAllowed: true, failures: 6, delaySeconds: 60)
        case (.delayOver, .failed): Expected(failures: 6, delaySeconds: 60)
        }
    }

    @Test("every state answers every event", arguments: State.allCases, Event.allCases)
    func machine(state: State, event: Event) {
        var (signIns, now) = Self.make(state)
        var isAllowed: Bool?
        switch event {
        case .attempt: isAllowed = signIns.attempt(at: now) == .allowed
        case .failed: signIns.failed(at: now)
        }
        let actual = Expected(
            isAllowed: isAllowed,
            failures: signIns.failureCount,
            delaySeconds: signIns.blockedUntil?.seconds(since: now)
        )
        #expect(actual == Self.expected(state, event))
    }

    @Test("a thousand sessions at once get five tries in all")
    func parallel() {
        var signIns = SignInGuard()
        let allowed = (0..<1_000).count { _ in signIns.attempt(at: Self.start) == .allowed }
        #expect(allowed == 5)
        #expect(signIns.failureCount == 5)
    }

    @Test("a clock set back makes nobody wait, and the failures stay counted")
    func clockSetBack() {
        var (signIns, now) = Self.failed(12)
        let earlier = now.adding(seconds: -31_536_000)
        #expect(signIns.attempt(at: earlier) == .allowed)
        #expect(signIns.attempt(at: earlier) == .mustWait(until: earlier.adding(seconds: 3_600)))
    }

    @Test("the byte form keeps count and delay")
    func byteForm() throws {
        for state in State.allCases {
            let (signIns, _) = Self.make(state)
            #expect(try SignInGuard(canonicalBytes: signIns.canonicalBytes) == signIns)
        }
    }

    @Test("bytes that we would not write are refused")
    func badBytes() {
        let (blocked, _) = Self.failed(5)
        let (free, _) = Self.failed(4)
        for bytes in [blocked.canonicalBytes, free.canonicalBytes] {
            for count in 0..<bytes.count {
                #expect(throws: CanonicalDecodingError.truncated) {
                    try SignInGuard(canonicalBytes: bytes[..<count])
                }
            }
            #expect(throws: CanonicalDecodingError.trailingBytes) {
                try SignInGuard(canonicalBytes: bytes + [0])
            }
            // Another version, and a count that does not go with the delay.
            for place in [0, 4] {
                var altered = bytes
                altered[place] ^= 0x01
                #expect(throws: CanonicalDecodingError.invalidValue) {
                    try SignInGuard(canonicalBytes: altered)
                }
            }
        }
    }
}
