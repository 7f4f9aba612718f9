import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import TerminalKit

/// Words shared by the screens that list transfers.
extension OutboxItem {
    /// Permanent identifier of the transfer.
    var intentKey: IntentKey { reviewed.intentKey }

    /// True if the transfer was decided or cancelled, so that its state is final.
    var isOver: Bool {
        switch state {
        case .decided, .cancelled: true
        case .queued, .sending, .unknown, .needsCode: false
        }
    }

    /// True if the bank may have received the transfer.
    var mayHaveArrived: Bool {
        switch state {
        case .queued: sendCount > 0
        case .sending, .unknown, .needsCode, .decided: true
        case .cancelled: false
        }
    }

    /// True if it may have moved money without a reply; what needs another code was refused.
    var mayHaveMoved: Bool {
        switch state {
        case .queued, .sending, .unknown: mayHaveArrived
        case .needsCode, .decided, .cancelled: false
        }
    }

    /// Availability of cancelling; for a transfer that was sent, the bank decides.
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

    /// State as a mark and a word.
    var status: StatusContent { TransferWords(self).status }

    /// Amount of the transfer; nil in an unknown currency.
    var money: Money? {
        Currency(code: reviewed.currencyCode).map {
            Money(minorUnits: reviewed.amountMinorUnits, currency: $0)
        }
    }

    /// Returns the amount as a cell.
    func amount(_ format: Format) -> CellContent {
        money.map { .amount(format.plainAmount($0, role: .amountPending)) } ?? .empty
    }
}
