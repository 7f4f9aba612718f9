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
    /// The time.
    let time: ConsoleTime
    /// How much room there is.
    let viewport: Viewport
    /// Whether amounts are hidden from people who look on.
    let masksAmounts: Bool
    /// Whether a transfer was begun and kept.
    let hasDraft: Bool

    /// Whether accounts are shown with their holders: to those who see other people's.
    var showsHolders: Bool { session?.servesOthers == true }

    /// Whose an account is, as a fact; nothing for customers, who see their own.
    func holderFacts(_ record: AccountRecord) -> [Fact] {
        showsHolders ? [Fact("Holder", .untrusted(format.holder(record)))] : []
    }

    /// How values become text.
    var format: Format {
        Format(
            dates: DateWords(zone: configuration.zone),
            now: time.wall,
            offlineSince: session?.status?.offlineSince,
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

    /// The columns from which an entry's details stand beside its list: fewer would cut names that
    /// are whole at 80 columns.
    private static let detailWidth = 150

    /// Whether the details of the selected row stand beside the list.
    var showsDetail: Bool {
        guard case .cells(let size) = self else { return false }
        return size.width >= Self.detailWidth
    }

    /// Whether screens show a second column.
    var isWide: Bool {
        switch self {
        case .cells(let size): SizeClass(size) == .wide
        case .lines: false
        }
    }

    /// Whether columns are scarce.
    var isNarrow: Bool {
        switch self {
        case .cells(let size): size.width < SizeClass.designWidth
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
