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
            _ = signIns.attempt(at: now)
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
        case fresh, failedOnce, failedFourTimes, blocked, delayOver, open, openAfterDelay
    }

    enum Event: CaseIterable, Sendable {
        case attempt, failed, succeeded, lift
    }

    struct Expected: Equatable, Sendable {
        var isAllowed: Bool?
        var failures: UInt32
        var open: UInt32
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
        case .open:
            var signIns = SignInGuard()
            _ = signIns.attempt(at: start)
            return (signIns, start)
        case .openAfterDelay:
            var (signIns, now) = make(.delayOver)
            _ = signIns.attempt(at: now)
            return (signIns, now)
        }
    }

    // What each event makes of each state: the answer, failures, open tries, delay from now.
    private static func expected(_ state: State, _ event: Event) -> Expected {
        switch (state, event) {
        case (.fresh, .attempt): Expected(isAllowed: true, failures: 1, open: 1)
        case (.fresh, .failed): Expected(failures: 1, open: 0)
        case (.fresh, .succeeded), (.fresh, .lift): Expected(failures: 0, open: 0)
        case (.failedOnce, .attempt): Expected(isAllowed: true, failures: 2, open: 1)
        case (.failedOnce, .failed): Expected(failures: 2, open: 0)
        case (.failedOnce, .succeeded), (.failedOnce, .lift): Expected(failures: 0, open: 0)
        case (.failedFourTimes, .attempt):
            Expected(isAllowed: true, failures: 5, open: 1, delaySeconds: 30)
        case (.failedFourTimes, .failed): Expected(failures: 5, open: 0, delaySeconds: 30)
        case (.failedFourTimes, .succeeded), (.failedFourTimes, .lift):
            Expected(failures: 0, open: 0)
        case (.blocked, .attempt):
            Expected(isAllowed: false, failures: 5, open: 0, delaySeconds: 30)
        case (.blocked, .failed): Expected(failures: 6, open: 0, delaySeconds: 60)
        case (.blocked, .succeeded), (.blocked, .lift): Expected(failures: 0, open: 0)
        case (.delayOver, .attempt):
            Expected(isAllowed: true, failures: 6, open: 1, delaySeconds: 60)
        case (.delayOver, .failed): Expected(failures: 6, open: 0, delaySeconds: 60)
        case (.delayOver, .succeeded), (.delayOver, .lift): Expected(failures: 0, open: 0)
        case (.open, .attempt): Expected(isAllowed: true, failures: 2, open: 2)
        case (.open, .failed): Expected(failures: 1, open: 0)
        case (.open, .succeeded): Expected(failures: 0, open: 0)
        case (.open, .lift): Expected(failures: 1, open: 1)
        case (.openAfterDelay, .attempt):
            Expected(isAllowed: false, failures: 6, open: 1, delaySeconds: 60)
        case (.openAfterDelay, .failed): Expected(failures: 6, open: 0, delaySeconds: 60)
        case (.openAfterDelay, .succeeded): Expected(failures: 0, open: 0)
        case (.openAfterDelay, .lift): Expected(failures: 1, open: 1)
        }
    }

    @Test("every state answers every event", arguments: State.allCases, Event.allCases)
    func machine(state: State, event: Event) {
        var (signIns, now) = Self.make(state)
        var isAllowed: Bool?
        switch event {
        case .attempt: isAllowed = signIns.attempt(at: now) == .allowed
        case .failed: signIns.failed(at: now)
        case .succeeded: signIns.succeeded(at: now)
        case .lift: signIns.lift(at: now)
        }
        let actual = Expected(
            isAllowed: isAllowed,
            failures: signIns.failureCount,
            open: signIns.openAttemptCount,
            delaySeconds: signIns.blockedUntil?.seconds(since: now)
        )
        #expect(actual == Self.expected(state, event))
    }

    @Test("a thousand sessions at once get five tries in all")
    func parallel() {
        var signIns = SignInGuard()
        let allowed = (0..<1_000).count { _ in signIns.attempt(at: Self.start) == .allowed }
        #expect(allowed == 5)
        for _ in 0..<allowed { signIns.failed(at: Self.start) }
        #expect(signIns.failureCount == 5)
    }

    @Test("the owner's success does not make the thief's open tries free")
    func ownerSucceeds() {
        var signIns = SignInGuard()
        for _ in 0..<4 { #expect(signIns.attempt(at: Self.start) == .allowed) }
        signIns.succeeded(at: Self.start)
        for _ in 0..<3 { signIns.failed(at: Self.start) }
        #expect(signIns.failureCount == 3)
        #expect(signIns.attempt(at: Self.start) == .allowed)
        #expect(signIns.attempt(at: Self.start) == .allowed)
        #expect(signIns.attempt(at: Self.start) != .allowed)
    }

    @Test("a clock set back by a year makes nobody wait longer than an hour")
    func clockSetBack() {
        var (signIns, now) = Self.failed(12)
        let earlier = now.adding(seconds: -31_536_000)
        #expect(
            signIns.attempt(at: earlier) == .mustWait(until: earlier.adding(seconds: 3_600))
        )
    }

    @Test("the byte form keeps count and delay, and a restart ends open tries but counts them")
    func byteForm() throws {
        for state in State.allCases {
            let (signIns, _) = Self.make(state)
            let read = try SignInGuard(canonicalBytes: signIns.canonicalBytes)
            #expect(read.failureCount == signIns.failureCount)
            #expect(read.blockedUntil == signIns.blockedUntil)
            #expect(read.openAttemptCount == 0)
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

    @Test("the words for a wait say how long, and nothing of the name")
    func words() {
        let now = Self.start
        let cases: [(Int64, String)] = [
            (1, "1 second"), (30, "30 seconds"), (119, "119 seconds"), (120, "2 minutes"),
            (121, "3 minutes"), (3_600, "60 minutes"), (0, "1 second"), (-5, "1 second"),
        ]
        for (seconds, wait) in cases {
            #expect(
                SignInSentence.mustWait(until: now.adding(seconds: seconds), now: now)
                    == "There were too many failed tries. Try again in \(wait)."
            )
        }
        let almost = Instant(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch + 1)
        #expect(SignInSentence.mustWait(until: almost, now: now).contains("1 second"))
    }
}
