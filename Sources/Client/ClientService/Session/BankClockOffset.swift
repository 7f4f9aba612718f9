import CoreVocabulary

/// Offset of the bank's clock against the monotonic clock here, from one question and answer.
///
/// The bank's time in an answer lies after the question; so whatever the bank stamps later was
/// certainly not sent before what ``earliest(of:)`` says, however long it was on its way. All of it
/// holds while nobody sets the bank's clock: see ``isDoubtful(naming:by:)``.
struct BankClockOffset: Hashable, Sendable {
    private let askedAt: Instant
    private let heardAt: Instant
    private let serverTime: Instant

    /// Maximum lead of the bank's clock over the one here between two questions, in milliseconds; a
    /// larger lead means that the bank's clock was set.
    private static let driftLimitMilliseconds: Int64 = 1_000
    /// The longest extra delay of a message against the last answer, in milliseconds; after a later
    /// message the console asks again.
    ///
    /// As long as a stream is silent at most: an older word would not last until the next one.
    static let delayLimitMilliseconds: Int64 = 5_000
    /// The pause between an answer and a question because of a late message, in milliseconds.
    ///
    /// A line that holds everything up goes on doing so after each answer. Twice as long as between two
    /// questions of a console without streams, so that such a line costs the bank no more than those.
    static let renewalPauseMilliseconds: Int64 = 10_000

    /// Computes the offset from the time of an answer, and the steady clock's readings at question
    /// and answer; the latter is nil where it is not known.
    init(askedAt: Instant, heardAt: Instant? = nil, serverTime: Instant) {
        self.askedAt = askedAt
        self.heardAt = heardAt ?? askedAt
        self.serverTime = serverTime
    }

    /// Returns the earliest reading of the steady clock at a moment that the bank names.
    func earliest(of time: Instant) -> Instant {
        Instant(
            nanosecondsSinceEpoch: askedAt.nanosecondsSinceEpoch
                + (time.nanosecondsSinceEpoch - serverTime.nanosecondsSinceEpoch)
        )
    }

    /// Returns true if a stamp of the bank has no certain age until the console asks again.
    ///
    /// Either it names a moment that has not come yet: the bank's clock was set forward. Or it is late:
    /// the line held it up, or the clock was set back. A word cannot prove which, since an old one that
    /// somebody sends again looks the same; only the answer to a question does.
    func isDoubtful(naming time: Instant, by now: Instant) -> Bool {
        if isSetForward(naming: time, by: now) { return true }
        let answerAge = now.nanosecondsSinceEpoch - heardAt.nanosecondsSinceEpoch
        guard answerAge >= Self.renewalPauseMilliseconds * 1_000_000 else { return false }
        let passed = time.nanosecondsSinceEpoch - serverTime.nanosecondsSinceEpoch
        return answerAge - passed > Self.delayLimitMilliseconds * 1_000_000
    }

    /// Returns true if the bank's clock was set forward: it names a moment that has not come yet.
    private func isSetForward(naming time: Instant, by now: Instant) -> Bool {
        let ahead = earliest(of: time).nanosecondsSinceEpoch - now.nanosecondsSinceEpoch
        return ahead > Self.driftLimitMilliseconds * 1_000_000
    }

    /// Returns the earliest sending time of a message with the stamp `time` that arrived by `now`.
    func sending(of time: Instant, by now: Instant) -> Instant {
        min(now, earliest(of: time))
    }

    /// Returns a time of the bank that may be shown: a time after the answer's was named by a clock
    /// that was set back since, and is replaced by the answer's.
    func told(_ time: Instant) -> Instant {
        earliest(of: time) > heardAt ? serverTime : time
    }
}
