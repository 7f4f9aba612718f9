import LedgerService
import SyncCore

/// A size that a seed draws.
public enum SizeKind: String, Hashable, Sendable, CaseIterable {
    /// Changes in a batch or a page.
    case page = "page-changes"
    /// Changes that a console asks for on a slow line.
    case smallestPage = "smallest-page-changes"
    /// Changes in an event of a stream.
    case delta = "delta-changes"
    /// Entries in an answer.
    case entries = "entries"
    /// How far a console is behind before a snapshot is reckoned.
    case deltaMinimum = "delta-minimum"
    /// From how many percent of the entries on a snapshot is sent.
    case snapshotPercent = "snapshot-percent"
    /// Entries that are recomputed in one go.
    case recomputed = "recomputed-entries"
    /// Entries that are checked in one go.
    case checked = "checked-entries"
    /// Rows that are read first of each source of a feed or a stream.
    case firstRows = "first-stream-rows"
    /// Rows that are read at most of a source in one go.
    case rows = "stream-rows"
    /// Accounts of a user for whose feed all sources are opened at once.
    case feedAccounts = "feed-accounts"
    /// Numbers of the feed that are read forwards in one answer to a user with more accounts.
    case feedScan = "feed-scan"
    /// Streams of one session at a time.
    case sessionStreams = "streams-of-session"
    /// Streams of one user at a time.
    case userStreams = "streams-of-user"
    /// Sessions of one user at a time.
    case sessions = "sessions-of-user"
    /// Holds that one commit expires.
    case expiredHolds = "expired-holds"
    /// Names and places whose failed sign-ins are remembered.
    case signIns = "remembered-sign-ins"
    /// Findings about one account that a console keeps.
    case evidence = "kept-findings"
    /// Days that the bank may pause without an operator who confirms the clock.
    case pauseDays = "longest-pause-days"

    /// The smallest value that is drawn: a person with two consoles needs a stream and a session for
    /// each.
    var minimum: Int64 {
        switch self {
        case .snapshotPercent, .feedAccounts: 0
        case .userStreams, .sessions: 2
        default: 1
        }
    }

    /// True if the bank goes by it.
    var isOfBank: Bool {
        switch self {
        case .smallestPage, .recomputed, .checked, .evidence: false
        case .page, .delta, .entries, .deltaMinimum, .snapshotPercent, .firstRows, .rows,
            .feedAccounts, .feedScan, .sessionStreams, .userStreams, .sessions, .expiredHolds,
            .signIns, .pauseDays:
            true
        }
    }

    /// True if consoles go by it.
    var isOfConsoles: Bool {
        switch self {
        case .page, .entries, .smallestPage, .recomputed, .checked, .evidence: true
        case .delta, .deltaMinimum, .snapshotPercent, .firstRows, .rows, .feedAccounts, .feedScan,
            .sessionStreams, .userStreams, .sessions, .expiredHolds, .signIns, .pauseDays:
            false
        }
    }

    /// Sizes that are drawn with dice of their own, so that one more changes nothing of the others.
    enum Group: Sendable {
        /// Pages, batches and answers.
        case sync
        /// The reading of feeds and streams, and their number.
        case streams
        /// What a side keeps, or does in one commit.
        case counts
    }

    /// With which others it is drawn.
    var group: Group {
        switch self {
        case .page, .smallestPage, .delta, .entries, .deltaMinimum, .snapshotPercent, .recomputed,
            .checked:
            .sync
        case .firstRows, .rows, .feedAccounts, .feedScan, .sessionStreams, .userStreams: .streams
        case .sessions, .expiredHolds, .signIns, .evidence, .pauseDays: .counts
        }
    }

    /// A value, which is the smallest one in two of five cases.
    func draw(_ dice: inout Dice) -> Int64 {
        switch dice.below(5) {
        case ..<2: minimum
        case 2: dice.within(2...5)
        default: dice.within(4...60)
        }
    }

    /// The value that one side has.
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

    /// Gives one side a value.
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
