import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// Describes the freshness of figures; no balance is shown without it.
///
/// The title bar states it once for everything. Beside a figure it is shown only if it differs.
struct FreshnessWords {
    /// Formatter for dates and times.
    let dates: DateWords
    /// Current time by the wall clock.
    let now: Instant
    /// Start of the current outage; nil while the bank answers.
    let offlineSince: OfflineSince?
    /// Freshness that the title bar states for everything; nil if it states none.
    let stated: Freshness?
    /// True if elapsed times are shown.
    let showsAges: Bool

    /// Start of an outage of the link.
    enum OfflineSince: Hashable, Sendable {
        /// The time at which the bank last answered.
        case lastContact(Instant)
        /// The bank has never answered.
        case always
    }

    /// Returns true if a figure may be shown as current.
    func isLive(_ freshness: Freshness) -> Bool {
        if case .live = believable(freshness) { true } else { false }
    }

    /// Returns the long form for use beside a figure.
    ///
    /// It is `live`, `as of 14:02 (offline 37 min)` or `UNVERIFIED, do not rely on it`.
    func long(_ freshness: Freshness) -> String {
        switch believable(freshness) {
        case .live: "live"
        case .cached: short(freshness) + offlineRemark
        case .unverified: "UNVERIFIED, do not rely on it"
        }
    }

    /// Returns the short form for narrow cells: `live`, `as of 14:02` or `UNVERIFIED`.
    func short(_ freshness: Freshness) -> String {
        switch believable(freshness) {
        case .live: "live"
        case .cached(let asOf) where asOf > .epoch: "as of \(dates.moment(asOf, now: now))"
        case .cached: "not fetched yet"
        case .unverified: "UNVERIFIED"
        }
    }

    /// Returns the short form to show beside a figure; nil if the title bar states the same.
    func beside(_ freshness: Freshness) -> String? {
        let words = short(freshness)
        return words == stated.map(short) ? nil : words
    }

    /// Returns the long form as a note beside a figure; nil if the title bar states the same.
    func note(_ freshness: Freshness) -> SafeText? {
        beside(freshness).map { _ in SafeText(trusted: long(freshness)) }
    }

    /// Returns the freshness of a list's record, for the end of its last line; empty if it is
    /// stated.
    func record(_ freshness: Freshness) -> String {
        if case .live = believable(freshness), beside(freshness) == nil { return "" }
        return "; record: \(long(freshness))"
    }

    /// Returns the time up to which a record is complete.
    ///
    /// Later events are unknown here, regardless of the clock.
    func end(of freshness: Freshness) -> Instant {
        switch believable(freshness) {
        case .live: return now
        case .cached(let asOf): return asOf
        case .unverified:
            guard case .lastContact(let instant)? = offlineSince else { return now }
            return instant
        }
    }

    /// Returns the freshness that may be claimed now; without a link no figure is live, however
    /// recent.
    private func believable(_ freshness: Freshness) -> Freshness {
        guard offlineSince != nil, case .live(let asOf) = freshness else { return freshness }
        return .cached(asOf: asOf)
    }

    private var offlineRemark: String {
        switch offlineSince {
        case nil: ""
        case .always: " (offline)"
        case .lastContact(let instant):
            showsAges
                ? " (offline \(DateWords.age(seconds: now.seconds(since: instant))))" : " (offline)"
        }
    }
}

extension SyncStatus {
    /// Freshness that the title bar states for all data without one of its own; nil if none
    /// applies.
    var statedFreshness: Freshness? {
        // A record that was never complete has no time, even if the bank has answered.
        guard hasRecord else { return nil }
        return switch (link, freshness) {
        case (.down(let lastContact?), _): .cached(asOf: lastContact)
        // The record was correct at some time, even if the bank has not answered since.
        case (.down(nil), .cached(let asOf)) where asOf > .epoch: .cached(asOf: asOf)
        case (.up, .live): freshness
        // A console that must be upgraded is refused, so it is not connecting.
        case (.up, .cached(let asOf)) where notice == .upgradeNeeded && asOf > .epoch: freshness
        default: nil
        }
    }

    /// Start of the current outage of the link; nil while the link is up.
    var offlineSince: FreshnessWords.OfflineSince? {
        switch link {
        case .up: nil
        case .down(let lastContact?): .lastContact(lastContact)
        case .down(nil): .always
        }
    }
}
