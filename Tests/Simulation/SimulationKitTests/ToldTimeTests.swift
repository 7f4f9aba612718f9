import CoreVocabulary
import LedgerService
import SyncCore
import Testing

@testable import SimulationKit

// Goal: the model knows what time the books tell, so that a clock far ahead cannot vouch for itself.
// Method: lines of the audit log, some of them written far ahead.
@Suite("the time that the books tell")
struct ToldTimeTests {
    private static let hour: Int64 = 3_600
    private static let start = WorldTime.start

    /// The books of the first day, with some lines after it.
    private static func books(_ lines: [Fact]) -> ModelState {
        var state = ModelState.founding
        state.toldTimes.note(lines)
        return state
    }

    private static func line(
        _ action: AuditRow.Action,
        hours: Int64,
        _ result: AuditRow.Result = .done
    ) -> Fact {
        .audited(
            action,
            result,
            by: nil,
            of: nil,
            at: start.adding(seconds: hours * hour),
            1,
            concerning: nil,
            nil
        )
    }

    @Test("a day after the last booking is near, and a nanosecond more is not")
    func bound() {
        let state = Self.books([])
        let last = Self.start.adding(seconds: 24 * Self.hour)
        let more = Instant(nanosecondsSinceEpoch: last.nanosecondsSinceEpoch + 1)
        #expect(!state.areBooksFarBehind(last, days: 1))
        #expect(state.areBooksFarBehind(more, days: 1))
    }

    @Test("people who sign in every day keep the books near, and one far ahead does not")
    func chain() {
        let days = [20, 40, 60].map { Self.line(.signIn, hours: $0) }
        let now = Self.start.adding(seconds: 80 * Self.hour)
        #expect(!Self.books(days).areBooksFarBehind(now, days: 1))
        let ahead = [Self.line(.signIn, hours: 79, .refused)]
        #expect(Self.books(ahead).areBooksFarBehind(now, days: 1))
    }

    @Test("the word of an operator counts, however far ahead it is")
    func accepted() {
        let now = Self.start.adding(seconds: 80 * Self.hour)
        let lines = [Self.line(.clockAccepted, hours: 79)]
        #expect(!Self.books(lines).areBooksFarBehind(now, days: 1))
        // A decision that the service refused was written by any clock.
        let refused = [Self.line(.intentDecided, hours: 79, .refused)]
        #expect(Self.books(refused).areBooksFarBehind(now, days: 1))
    }
}
