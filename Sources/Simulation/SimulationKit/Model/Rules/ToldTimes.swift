import CoreVocabulary
import LedgerService

/// The times of the audit rows since the last one that only a believable clock can write.
struct ToldTimes: Sendable {
    /// Time of the last row that needs a believable clock.
    private(set) var believed = WorldTime.start
    /// Times of the rows after it.
    private(set) var later: [Instant] = []

    /// Adds the audit rows that a job wrote.
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

    /// Returns true if a row comes with a booking, or records an operator's acceptance of the
    /// clock.
    private static func isBelieved(_ action: AuditRow.Action, _ result: AuditRow.Result) -> Bool {
        [.journalsPosted, .pendingsExpired, .clockAccepted].contains(action)
            || action == .intentDecided && result == .done
    }
}

extension ModelState {
    /// Returns true if the time by the books is more than a number of days behind the given time.
    ///
    /// A row counts if it is at most that many days ahead of the previous row that counted.
    func areBooksFarBehind(_ now: Instant, days: Int64) -> Bool {
        let seconds = days * ZoneOffset.secondsPerDay
        var told = max(ledger.latest, toldTimes.believed)
        for line in toldTimes.later where line <= told.adding(seconds: seconds) {
            told = max(ledger.latest, line)
        }
        return now > told.adding(seconds: seconds)
    }
}
