import LedgerService
import SyncCore

/// A size that a seed draws.
package enum SizeKind: String, Hashable, Sendable, CaseIterable {
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

    /// The smallest value drawn; a user with two consoles needs a stream and session for each.
    var minimum: Int64 {
        switch self {
        case .snapshotPercent, .feedAccounts: 0
        case .userStreams, .sessions: 2
        default: 1
        }
    }

    /// True if the bank uses the size.
    var isOfBank: Bool { ![.smallestPage, .recomputed, .checked, .evidence].contains(self) }

    /// True if consoles use the size.
    var isOfConsoles: Bool { !isOfBank || self == .page || self == .entries }

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
    func value(in sizes: SideSizes) -> Int64 { sizes[keyPath: path] }

    /// Sets the size's value in the sizes of one side.
    func set(_ value: Int64, in sizes: inout SideSizes) { sizes[keyPath: path] = value }

    /// The place of the size among the sizes of one side.
    private var path: WritableKeyPath<SideSizes, Int64> {
        switch self {
        case .page: \.sync.pageChangeCount.wide
        case .smallestPage: \.sync.smallestPageChangeCount.wide
        case .delta: \.sync.deltaChangeCount.wide
        case .entries: \.sync.entryCount.wide
        case .deltaMinimum: \.sync.deltaMinimum
        case .snapshotPercent: \.sync.snapshotPercent
        case .recomputed: \.sync.recomputedEntryCount.wide
        case .checked: \.sync.checkedEntryCount.wide
        case .firstRows: \.sync.firstRowCount.wide
        case .rows: \.sync.rowCount.wide
        case .feedAccounts: \.sync.feedAccountCount.wide
        case .feedScan: \.sync.feedScanCount.wide
        case .sessionStreams: \.waits.ofSession.wide
        case .userStreams: \.waits.ofUser.wide
        case .sessions: \.counts.sessionsOfUser.wide
        case .expiredHolds: \.counts.expiredHolds.wide
        case .signIns: \.counts.rememberedSignIns
        case .evidence: \.sync.evidenceCount.wide
        case .pauseDays: \.longestPauseDays
        }
    }
}

extension Int {
    /// The number with 64 bits on every machine.
    fileprivate var wide: Int64 {
        get { Int64(self) }
        set { self = Int(newValue) }
    }
}
