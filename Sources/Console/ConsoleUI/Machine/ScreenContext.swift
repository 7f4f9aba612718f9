import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// State that a screen may read while it acts or creates its content.
struct ScreenContext {
    /// Configuration given at the start.
    let configuration: ConsoleConfiguration
    /// Data of the signed-in user; nil before sign-in.
    let session: Session?
    /// Current time by the wall clock and the monotonic clock.
    let time: ConsoleTime
    /// Available space for the screen.
    var viewport: Viewport
    /// True if amounts are hidden from onlookers.
    let masksAmounts: Bool
    /// True if an unfinished transfer is open or kept.
    let hasDraft: Bool
    /// True if a demo's bank is being prepared, so that nothing can be asked yet.
    let isPreparing: Bool

    /// True if accounts are shown with their holders, for users who serve others.
    var showsHolders: Bool { session?.servesOthers == true }

    /// True if the holder has its own column; on narrow screens it is in the account's column.
    var hasHolderColumn: Bool { showsHolders && !viewport.isNarrow }

    /// True in the offline copy, where there is no session with the bank and nothing is asked or
    /// sent.
    var isOfflineCopy: Bool { session?.offlineUntil != nil }

    /// Terms for an account's figures and for transfers, by audience.
    var words: AudienceWords {
        var words = showsHolders ? AudienceWords.staff : .customer
        words.readsCopy = isOfflineCopy
        return words
    }

    /// Returns the holder of an account as a fact; empty for customers, who see their own accounts.
    func holderFacts(_ record: AccountRecord, dropPriority: Int = 0) -> [Fact] {
        holderCells(record).map { Fact("Holder", $0, dropPriority: dropPriority) }
    }

    /// Returns the holder of an account as a cell; empty for customers.
    func holderCells(_ record: AccountRecord) -> [CellContent] {
        showsHolders ? [.untrusted(format.holder(record))] : []
    }

    /// Returns an account as a cell, of a holder where holders are shown: its own, unless another
    /// name for it is given.
    func accountCell(_ record: AccountRecord, of name: SafeText? = nil) -> CellContent {
        let format = format
        return showsHolders
            ? format.accountCell(record, of: name ?? format.holder(record))
            : format.accountCell(record)
    }

    /// Returns the text of an empty list.
    ///
    /// It says that there are no rows only if the list was fetched and could be read.
    func emptyText(_ topic: PendingLoads.Topic, _ words: SafeText) -> SafeText {
        guard session.map({ $0.isAnswered(topic) }) ?? true else { return "Loading" }
        guard session?.unreadTopics.contains(topic) == true else {
            return session?.status?.hasRecord == false ? Self.unfetched(topic) ?? words : words
        }
        return switch topic {
        case .status: words
        case .accounts: "The accounts could not be read"
        case .activity: "The recent activity could not be read"
        case .payees: "The payees could not be read"
        case .outbox: "The outbox could not be read"
        }
    }

    /// Returns the text for a list never fetched from the bank; nil for local lists.
    private static func unfetched(_ topic: PendingLoads.Topic) -> SafeText? {
        switch topic {
        case .status, .outbox: nil
        case .accounts: "Your accounts have not been fetched yet"
        case .activity: "The recent activity has not been fetched yet"
        case .payees: "The payees have not been fetched yet"
        }
    }

    /// Time zone in which the bank counts its days.
    var zone: ZoneOffset { session?.zone ?? configuration.zone }

    /// Formatter for values on the screen.
    var format: Format {
        let freshness = FreshnessWords(
            dates: DateWords(zone: zone),
            now: time.wall,
            offlineSince: session?.status?.offlineSince,
            stated: session?.status?.statedFreshness,
            showsAges: !viewport.isSpoken
        )
        return Format(freshness, configuration.convention, masksAmounts: masksAmounts)
    }
}

/// Space available to a screen.
enum Viewport: Hashable, Sendable {
    /// A terminal of cells.
    case cells(Size)
    /// Linear mode, in which lists show this many rows at a time.
    case lines(rowCount: Int)

    /// Upper limit of the rows that any list can show.
    var rowCapacity: Int {
        switch self {
        case .cells(let size): size.height
        case .lines(let rowCount): rowCount
        }
    }

    /// Size of the terminal; nil in linear mode.
    private var size: Size? {
        if case .cells(let size) = self { size } else { nil }
    }

    /// True if columns are scarce, so that short titles are used.
    var isNarrow: Bool { size.map { $0.width < SizeClass.designWidth } ?? false }

    /// True if there is room for additional content.
    var isWide: Bool { size.map { $0.width >= SizeClass.wideWidth } ?? false }

    /// True in linear mode, in which elapsed times are not shown: they would be news every minute.
    var isSpoken: Bool { size == nil }

    /// True if rows are scarce.
    var isLow: Bool { size.map { $0.height < 20 } ?? false }
}
