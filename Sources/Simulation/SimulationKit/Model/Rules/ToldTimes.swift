import CoreVocabulary
import LedgerService

/// The lines of the audit log from the last one on that only a believable clock can write.
struct ToldTimes: Sendable {
    /// When that one was written.
    private(set) var believed = WorldTime.start
    /// When each line after it was written.
    private(set) var later: [Instant] = []

    /// Takes what a job wrote.
    mutating func note(_ facts: [Fact]) {
        for case .audited(let action, let result, _, _, let at, _, _, _) in facts {
            if Self.isBelieved(action, result) {
                believed = at
                later = []
            } else {
                later.append(at)
            }
        }
    }

    /// Whether a line stands beside a booking, or is the operator's word on the clock.
    private static func isBelieved(_ action: AuditRow.Action, _ result: AuditRow.Result) -> Bool {
        [.journalsPosted, .pendingsExpired, .clockAccepted].contains(action)
            || action == .intentDecided && result == .done
    }
}

extension ModelState {
    /// Whether the time that the books tell is further behind another than a number of days.
    ///
    /// A line counts that is no further ahead of the one before it that counted.
    func areBooksFarBehind(_ now: Instant, days: Int64) -> Bool {
        let seconds = days * ZoneOffset.secondsPerDay
        var told = max(ledger.latest, toldTimes.believed)
        for line in toldTimes.later where line <= told.adding(seconds: seconds) {
            told = max(ledger.latest, line)
        }
        return now > told.adding(seconds: seconds)
    }
}
