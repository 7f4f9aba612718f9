import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// How much a figure may be believed, in words; no balance is printed without them.
///
/// The title bar says it once for everything; beside a figure it stands where the figure differs.
struct FreshnessWords {
    /// The words for days and times.
    let dates: DateWords
    /// The wall clock.
    let now: Instant
    /// Since when the bank has not answered; nil while it does.
    let offlineSince: OfflineSince?
    /// What the title bar says of everything; nil when it says nothing of it.
    let stated: Freshness?
    /// Whether the time since something is said.
    let showsAges: Bool

    /// Since when there is no line.
    enum OfflineSince: Hashable, Sendable {
        /// The bank last answered then.
        case lastContact(Instant)
        /// The bank never answered.
        case always
    }

    /// True if a figure may be called the one of now.
    func isLive(_ freshness: Freshness) -> Bool {
        if case .live = believable(freshness) { true } else { false }
    }

    /// The words to stand beside a figure where there is room: `live`,
    /// `as of 14:02 (offline 37 min)`, `UNVERIFIED, do not rely on it`.
    func long(_ freshness: Freshness) -> String {
        switch believable(freshness) {
        case .live: "live"
        case .cached: short(freshness) + offlineRemark
        case .unverified: "UNVERIFIED, do not rely on it"
        }
    }

    /// The words to stand in a narrow cell: `live`, `as of 14:02`, `UNVERIFIED`.
    func short(_ freshness: Freshness) -> String {
        switch believable(freshness) {
        case .live: "live"
        case .cached(let asOf) where asOf > .epoch: "as of \(dates.moment(asOf, now: now))"
        case .cached: "not fetched yet"
        case .unverified: "UNVERIFIED"
        }
    }

    /// The words of ``short(_:)`` that have to stand beside a figure; nil where the title bar says
    /// the same.
    func beside(_ freshness: Freshness) -> String? {
        let words = short(freshness)
        return words == stated.map(short) ? nil : words
    }

    /// The words of ``long(_:)`` as a remark beside a figure; nil where the title bar says the same.
    func note(_ freshness: Freshness) -> SafeText? {
        beside(freshness).map { _ in SafeText(trusted: long(freshness)) }
    }

    /// How fresh the record is that a list was read from, to stand at the end of its last line; empty
    /// where it is live and the title bar says so.
    func record(_ freshness: Freshness) -> String {
        if case .live = believable(freshness), beside(freshness) == nil { return "" }
        return "; record: \(long(freshness))"
    }

    /// The time up to which a record tells what happened; what came later nobody knows here, whatever
    /// the clock says.
    func end(of freshness: Freshness) -> Instant {
        switch believable(freshness) {
        case .live: return now
        case .cached(let asOf): return asOf
        case .unverified:
            guard case .lastContact(let instant)? = offlineSince else { return now }
            return instant
        }
    }

    /// What may be said of a figure now: without a line nothing is live, however young it is.
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
    /// How fresh everything is that has no words of its own, as the title bar says it; nil when it
    /// cannot be said of everything.
    var statedFreshness: Freshness? {
        // What was never whole is as of no time, whenever the bank was heard.
        guard hasRecord else { return nil }
        return switch (link, freshness) {
        case (.down(let lastContact?), _): .cached(asOf: lastContact)
        // The record was right at some time, also where the bank never answered since.
        case (.down(nil), .cached(let asOf)) where asOf > .epoch: .cached(asOf: asOf)
        case (.up, .live): freshness
        // Who is turned away is not being connected.
        case (.up, .cached(let asOf)) where notice == .upgradeNeeded && asOf > .epoch: freshness
        default: nil
        }
    }

    /// Since when there is no line; nil while there is.
    var offlineSince: FreshnessWords.OfflineSince? {
        switch link {
        case .up: nil
        case .down(let lastContact?): .lastContact(lastContact)
        case .down(nil): .always
        }
    }
}
