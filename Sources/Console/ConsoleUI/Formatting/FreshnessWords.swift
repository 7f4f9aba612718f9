import ClientService
import CoreVocabulary
import SyncCore

/// How much a figure may be believed, in words; no balance is printed without them.
struct FreshnessWords {
    /// The words for days and times.
    let dates: DateWords
    /// The wall clock.
    let now: Instant
    /// Since when the bank has not answered; nil while it does.
    let offlineSince: OfflineSince?
    /// Whether the time since something is said.
    let showsAges: Bool

    /// Since when there is no line.
    enum OfflineSince: Hashable, Sendable {
        /// The bank last answered then.
        case lastContact(Instant)
        /// The bank never answered.
        case always
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
        case .cached(let asOf): "as of \(dates.moment(asOf, now: now))"
        case .unverified: "UNVERIFIED"
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
    /// Since when there is no line; nil while there is.
    var offlineSince: FreshnessWords.OfflineSince? {
        switch link {
        case .up: nil
        case .down(let lastContact?): .lastContact(lastContact)
        case .down(nil): .always
        }
    }
}
