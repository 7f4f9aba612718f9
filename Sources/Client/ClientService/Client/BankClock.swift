import CoreVocabulary

/// The bank's clock against the one here that never jumps, as of one question and its answer.
///
/// The bank's time in an answer lies after the question; so whatever the bank stamps later was
/// certainly not sent before what ``earliest(of:)`` says, however long it was on its way.
struct BankClock: Hashable, Sendable {
    private let askedAt: Instant
    private let serverTime: Instant

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

    /// The same, of something that arrived by now.
    func sending(of time: Instant, by now: Instant) -> Instant {
        min(now, earliest(of: time))
    }
}
