import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// What a screen may look at while it acts or shows itself.
struct ScreenContext {
    /// What the console was told at its start.
    let configuration: ConsoleConfiguration
    /// The signed-in user's affairs; nil before sign-in.
    let session: Session?
    /// The time by the wall clock and by the steady one.
    let time: ConsoleTime
    /// How much room there is.
    var viewport: Viewport
    /// Whether amounts are hidden from people who look on.
    let masksAmounts: Bool
    /// Whether a transfer was begun and kept.
    let hasDraft: Bool
    /// Whether a demonstration's bank is being prepared, so that nobody is asked anything yet.
    let isPreparing: Bool

    /// Whether accounts are shown with their holders: to those who see other people's.
    var showsHolders: Bool { session?.servesOthers == true }

    /// Whether a holder has a column of its own; where columns are scarce it stands in the account's.
    var hasHolderColumn: Bool { showsHolders && !viewport.isNarrow }

    /// True in the offline copy: nobody is signed in with the bank, and nothing is asked or sent.
    var isOfflineCopy: Bool { session?.offlineUntil != nil }

    /// The words for an account's figures, and for what becomes of transfers.
    var words: AudienceWords {
        var words = showsHolders ? AudienceWords.staff : .customer
        words.readsCopy = isOfflineCopy
        return words
    }

    /// Whose an account is, as a fact; nothing for customers, who see their own.
    func holderFacts(_ record: AccountRecord) -> [Fact] {
        showsHolders ? [Fact("Holder", .untrusted(format.holder(record)))] : []
    }

    /// The words in an empty list: that there is nothing is said only of what was fetched and could be
    /// read.
    func emptyText(_ topic: LoadDesk.Topic, _ words: SafeText) -> SafeText {
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

    /// That a list of the bank's is empty because it was never fetched; nil for what this machine
    /// makes itself.
    private static func unfetched(_ topic: LoadDesk.Topic) -> SafeText? {
        switch topic {
        case .status, .outbox: nil
        case .accounts: "Your accounts have not been fetched yet"
        case .activity: "The recent activity has not been fetched yet"
        case .payees: "The payees have not been fetched yet"
        }
    }

    /// The zone in which the bank counts its days.
    var zone: ZoneOffset { session?.zone ?? configuration.zone }

    /// How values become text.
    var format: Format {
        Format(
            dates: DateWords(zone: zone),
            now: time.wall,
            offlineSince: session?.status?.offlineSince,
            stated: session?.status?.statedFreshness,
            convention: configuration.convention,
            masksAmounts: masksAmounts,
            showsAges: viewport.showsAges
        )
    }
}

/// How much room there is for a screen.
enum Viewport: Hashable, Sendable {
    /// A terminal of cells.
    case cells(Size)
    /// Lines that are read one after another; lists show this many rows at a time.
    case lines(rowCount: Int)

    /// Rows that no list can show more of.
    var rowCapacity: Int {
        switch self {
        case .cells(let size): size.height
        case .lines(let rowCount): rowCount
        }
    }

    /// Whether columns are scarce, so that the short forms of titles stand in them.
    var isNarrow: Bool {
        switch self {
        case .cells(let size): size.width < SizeClass.designWidth
        case .lines: false
        }
    }

    /// Whether columns are plenty, so that more may be told than a screen needs.
    var isWide: Bool {
        switch self {
        case .cells(let size): size.width >= SizeClass.wideWidth
        case .lines: false
        }
    }

    /// Whether it is read out in lines.
    var isSpoken: Bool { !showsAges }

    /// Whether the time since something is shown; read out, it would be news every minute.
    var showsAges: Bool {
        switch self {
        case .cells: true
        case .lines: false
        }
    }

    /// Whether rows are scarce.
    var isLow: Bool {
        switch self {
        case .cells(let size): size.height < 20
        case .lines: false
        }
    }
}
