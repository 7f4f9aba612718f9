import Synchronization

/// Limits how many similar lines are logged.
///
/// A peer that sends requests without end must not fill the disk; the metrics count all of them.
final class LogSampler: Sendable {
    /// A group of similar lines.
    ///
    /// Lines are grouped by status and by origin, so that a flood of requests for pages does not
    /// displace lines about transfers.
    struct Kind: Hashable, Sendable {
        let status: Int
        let isOfBank: Bool

        /// Maximum number of lines per ``LogSampler/stretchSeconds``.
        var lineLimit: Int {
            isOfBank && !Self.refusals.contains(status)
                ? LogSampler.answerLineLimit : LogSampler.lineLimit
        }

        /// The statuses of client errors and refusals.
        private static let refusals = 400..<500
    }

    /// Maximum number of lines of one kind per ``stretchSeconds``.
    static let lineLimit = 10
    /// Maximum number of lines on the bank's answers other than refusals, which document its work.
    static let answerLineLimit = 100
    /// Length of the counting period, in seconds.
    static let stretchSeconds = 10

    private struct Stretch {
        var begin: ContinuousClock.Instant
        var lineCount = 0
        var leftOutCount = 0
    }

    /// Unbounded, because there are only few kinds.
    private let stretches = Mutex<[Kind: Stretch]>([:])

    init() {}

    /// Returns the number of similar lines omitted since the last one; nil to omit this one.
    func admit(_ kind: Kind, at now: ContinuousClock.Instant = .now) -> Int? {
        stretches.withLock { stretches in
            var stretch = stretches[kind] ?? Stretch(begin: now)
            defer { stretches[kind] = stretch }
            if now - stretch.begin >= .seconds(Self.stretchSeconds) {
                stretch.begin = now
                stretch.lineCount = 0
            }
            guard stretch.lineCount < kind.lineLimit else {
                stretch.leftOutCount += 1
                return nil
            }
            stretch.lineCount += 1
            defer { stretch.leftOutCount = 0 }
            return stretch.leftOutCount
        }
    }
}
