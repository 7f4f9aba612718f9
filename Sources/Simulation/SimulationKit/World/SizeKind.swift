import LedgerService
import SyncCore

/// A size that a seed draws.
public enum SizeKind: String, Hashable, Sendable, CaseIterable {
    /// Maximum number of changes in a batch or page.
    case page = "page-changes"
    /// Number of changes that a console requests on a slow line.
    case smallestPage = "smallest-page-changes"
    /// Maximum number of changes in a stream event.
    case delta = "delta-changes"
    /// Maximum number of entries in an answer.
    case entries = "entries"
    /// Lag of a console from which on a snapshot is considered.
    case deltaMinimum = "delta-minimum"
    /// Percentage of the entries from which on a snapshot is sent.
    case snapshotPercent = "snapshot-percent"
    /// Number of entries recomputed in one go.
    case recomputed = "recomputed-entries"
    /// Number of entries checked in one go.
    case checked = "checked-entries"
    /// Number of rows first read from each source of a feed or stream.
    case firstRows = "first-stream-rows"
    /// Maximum number of rows read from a source in one go.
    case rows = "stream-rows"
    /// Number of accounts up to which all sources of a user's feed are opened at once.
    case feedAccounts = "feed-accounts"
    /// Number of feed sequences scanned in one answer to a user with more accounts.
    case feedScan = "feed-scan"
    /// Maximum number of streams of a session at a time.
    case sessionStreams = "streams-of-session"
    /// Maximum number of streams of a user at a time.
    case userStreams = "streams-of-user"
    /// Maximum number of sessions of a user at a time.
    case sessions = "sessions-of-user"
    /// Maximum number of holds that one commit expires.
    case expiredHolds = "expired-holds"
    /// Maximum number of names and places whose failed sign-ins are remembered.
    case signIns = "remembered-sign-ins"
    /// Maximum number of findings that a console keeps about an account.
    case evidence = "kept-findings"
    /// Maximum number of days that the bank may pause before an operator has to confirm the clock.
    case pauseDays = "longest-pause-days"

    /// The smallest value that is drawn.
    ///
    /// A user with two consoles needs a stream and a session for each.
    var minimum: Int64 {
        switch self {
        case .snapshotPercent, .feedAccounts: 0
        case .userStreams, .sessions: 2
        default: 1
        }
    }

    /// True if the bank uses the size.
    var isOfBank: Bool {
        switch self {
        case .smallestPage, .recomputed, .checked, .evidence: false
        case .page, .delta, .entries, .deltaMinimum, .snapshotPercent, .firstRows, .rows,
            .feedAccounts, .feedScan, .sessionStreams, .userStreams, .sessions, .expiredHolds,
            .signIns, .pauseDays:
            true
        }
    }

    /// True if consoles use the size.
    var isOfConsoles: Bool {
        switch self {
        case .page, .entries, .smallestPage, .recomputed, .checked, .evidence: true
        case .delta, .deltaMinimum, .snapshotPercent, .firstRows, .rows, .feedAccounts, .feedScan,
            .sessionStreams, .userStreams, .sessions, .expiredHolds, .signIns, .pauseDays:
            false
        }
    }

    /// A group of sizes with dice of its own, so that a new size leaves the other groups unchanged.
    enum Group: Sendable {
        /// Sizes of pages, batches and answers.
        case sync
        /// Sizes for the reading of feeds and streams, and the number of streams.
        case streams
        /// Counts of what a side keeps or does in one commit.
        case counts
    }

    /// The group in which the size is drawn.
    var group: Group {
        switch self {
        case .page, .smallestPage, .delta, .entries, .deltaMinimum, .snapshotPercent, .recomputed,
            .checked:
            .sync
        case .firstRows, .rows, .feedAccounts, .feedScan, .sessionStreams, .userStreams: .streams
        case .sessions, .expiredHolds, .signIns, .evidence, .pauseDays: .counts
        }
    }

    /// Draws a value, which is the minimum in two of five cases.
    func draw(_ dice: inout Dice) -> Int64 {
        switch dice.below(5) {
        case ..<2: minimum
        case 2: dice.within(2...5)
        default: dice.within(4...60)
        }
    }

    /// Returns the size's value in the sizes of one side.
    func value(in sizes: SideSizes) -> Int64 {
        let limits = sizes.sync
        return switch self {
        case .page: Int64(limits.pageChangeCount)
        case .smallestPage: Int64(limits.smallestPageChangeCount)
        case .delta: Int64(limits.deltaChangeCount)
        case .entries: Int64(limits.entryCount)
        case .deltaMinimum: limits.deltaMinimum
        case .snapshotPercent: limits.snapshotPercent
        case .recomputed: Int64(limits.recomputedEntryCount)
        case .checked: Int64(limits.checkedEntryCount)
        case .firstRows: Int64(limits.firstRowCount)
        case .rows: Int64(limits.rowCount)
        case .feedAccounts: Int64(limits.feedAccountCount)
        case .feedScan: Int64(limits.feedScanCount)
        case .sessionStreams: Int64(sizes.waits.ofSession)
        case .userStreams: Int64(sizes.waits.ofUser)
        case .sessions: Int64(sizes.counts.sessionsOfUser)
        case .expiredHolds: Int64(sizes.counts.expiredHolds)
        case .signIns: sizes.counts.rememberedSignIns
        case .evidence: Int64(limits.evidenceCount)
        case .pauseDays: sizes.longestPauseDays
        }
    }

    /// Sets the size's value in the sizes of one side.
    func set(_ value: Int64, in sizes: inout SideSizes) {
        switch self {
        case .page: sizes.sync.pageChangeCount = Int(value)
        case .smallestPage: sizes.sync.smallestPageChangeCount = Int(value)
        case .delta: sizes.sync.deltaChangeCount = Int(value)
        case .entries: sizes.sync.entryCount = Int(value)
        case .deltaMinimum: sizes.sync.deltaMinimum = value
        case .snapshotPercent: sizes.sync.snapshotPercent = value
        case .recomputed: sizes.sync.recomputedEntryCount = Int(value)
        case .checked: sizes.sync.checkedEntryCount = Int(value)
        case .firstRows: sizes.sync.firstRowCount = Int(value)
        case .rows: sizes.sync.rowCount = Int(value)
        case .feedAccounts: sizes.sync.feedAccountCount = Int(value)
        case .feedScan: sizes.sync.feedScanCount = Int(value)
        case .sessionStreams: sizes.waits.ofSession = Int(value)
        case .userStreams: sizes.waits.ofUser = Int(value)
        case .sessions: sizes.counts.sessionsOfUser = Int(value)
        case .expiredHolds: sizes.counts.expiredHolds = Int(value)
        case .signIns: sizes.counts.rememberedSignIns = value
        case .evidence: sizes.sync.evidenceCount = Int(value)
        case .pauseDays: sizes.longestPauseDays = value
        }
    }
}
