import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import TerminalKit

/// What the screens that list transfers share.
extension OutboxItem {
    /// Permanent identifier of the transfer.
    var intentKey: IntentKey { reviewed.intentKey }

    /// Whether nothing more happens to it: it was decided, or taken back.
    var isOver: Bool {
        switch state {
        case .decided, .cancelled: true
        case .queued, .sending, .unknown, .needsCode: false
        }
    }

    /// Whether the bank may have seen it.
    var mayHaveArrived: Bool {
        switch state {
        case .queued: sendCount > 0
        case .sending, .unknown, .needsCode, .decided: true
        case .cancelled: false
        }
    }

    /// Whether it may have moved money that nobody knows of here: what needs another code was refused.
    var mayHaveMoved: Bool {
        switch state {
        case .queued, .sending, .unknown: mayHaveArrived
        case .needsCode, .decided, .cancelled: false
        }
    }

    /// Whether it can be taken back; what was sent already is only asked for.
    var canBeTakenBack: Availability {
        switch state {
        case .unknown where isCancelAsked:
            .disabled("It was taken back already; the bank has to say whether in time.")
        case .queued, .sending, .needsCode, .unknown:
            .enabled
        case .decided, .cancelled:
            .disabled("It is decided; there is nothing to take back.")
        }
    }

    /// How it stands, as a mark and a word.
    var status: StatusContent { TransferWords(self).status }

    /// What it moves; nil in a currency that is not known.
    var money: Money? {
        Currency(code: reviewed.currencyCode).map {
            Money(minorUnits: reviewed.amountMinorUnits, currency: $0)
        }
    }

    /// What it moves, as a cell.
    func amount(_ format: Format) -> CellContent {
        money.map { .amount(format.plainAmount($0, role: .amountPending)) } ?? .empty
    }
}
