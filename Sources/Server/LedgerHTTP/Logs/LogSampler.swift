import Synchronization

/// Lets only some of many lines that are alike into the log.
///
/// Whoever asks without end must not fill the disk, whatever the answer. All of it is in the
/// numbers.
final class LogSampler: Sendable {
    /// What is counted together: lines of one status, those of the bank's own answers apart, so that
    /// pages asked for without end keep no line of a transfer out.
    struct Kind: Hashable, Sendable {
        let status: Int
        let isOfBank: Bool

        init(_ status: Int, isOfBank: Bool) {
            self.status = status
            self.isOfBank = isOfBank
        }

        /// The most lines that are written in ``LogSampler/stretchSeconds``.
        var lineLimit: Int {
            isOfBank && !Self.refusals.contains(status)
                ? LogSampler.answerLineLimit : LogSampler.lineLimit
        }

        /// The statuses of what the other side did wrong, or was not let in with.
        private static let refusals = 400..<500
    }

    /// The most lines of one kind that are written in ``stretchSeconds``.
    static let lineLimit = 10
    /// The most of what the bank answered and did not refuse: these tell what was done.
    static let answerLineLimit = 100
    /// The time over which lines are counted, in seconds.
    static let stretchSeconds = 10

    private struct Stretch {
        var begin: ContinuousClock.Instant
        var lineCount = 0
        var leftOutCount = 0
    }

    private let stretches = Mutex<[Kind: Stretch]>([:])

    init() {}

    /// Decides about one line.
    ///
    /// - Parameters:
    ///   - kind: What it is like; the few kinds that there are have a stretch each.
    ///   - now: The time.
    /// - Returns: How many lines like it were left out since the last one; nil to leave it out.
    func take(_ kind: Kind, at now: ContinuousClock.Instant = .now) -> Int? {
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
