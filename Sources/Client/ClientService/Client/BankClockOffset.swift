import CoreVocabulary

/// The bank's clock against the one here that never jumps, as of one question and its answer.
///
/// The bank's time in an answer lies after the question; so whatever the bank stamps later was
/// certainly not sent before what ``earliest(of:)`` says, however long it was on its way.
struct BankClockOffset: Hashable, Sendable {
    private let askedAt: Instant
    private let serverTime: Instant

    /// How much faster than the clock here the bank's may go between two questions, in
    /// milliseconds, and still be the same clock.
    private static let driftLimitMilliseconds: Int64 = 1_000

    init(askedAt: Instant, serverTime: Instant) {
        self.askedAt = askedAt
        self.serverTime = serverTime
    }

    /// The steady clock's earliest reading at a moment that the bank names.
    func earliest(of time: Instant) -> Instant {
        Instant(
            nanosecondsSinceEpoch: askedAt.nanosecondsSinceEpoch
                + (time.nanosecondsSinceEpoch - serverTime.nanosecondsSinceEpoch)
        )
    }

    /// Whether the bank's clock was set forward: it names a moment that has not come yet.
    ///
    /// Then nothing that it stamps tells how old it is, before it was asked again.
    func isSetForward(naming time: Instant, by now: Instant) -> Bool {
        let ahead = earliest(of: time).nanosecondsSinceEpoch - now.nanosecondsSinceEpoch
        return ahead > Self.driftLimitMilliseconds * 1_000_000
    }

    /// The earliest moment at which the bank can have sent what it stamped `time`, and what has
    /// arrived by `now`.
    func sending(of time: Instant, by now: Instant) -> Instant {
        min(now, earliest(of: time))
    }
}
