import ClientService
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// What the screens that list transfers share.
extension OutboxItem {
    /// Whether nothing more happens to it: it was decided, or taken back.
    var isOver: Bool {
        switch state {
        case .decided, .cancelled: true
        case .queued, .unknown, .needsCode: false
        }
    }

    /// Whether the bank may have seen it.
    var mayHaveArrived: Bool {
        switch state {
        case .queued: sendCount > 0
        case .unknown, .needsCode, .decided: true
        case .cancelled: false
        }
    }

    /// Whether it can be taken back; what was sent already is only asked for.
    var canBeTakenBack: Availability {
        switch state {
        case .unknown where isCancelAsked:
            .disabled("It was taken back already; the bank has to say whether in time.")
        case .queued, .needsCode, .unknown:
            .enabled
        case .decided, .cancelled:
            .disabled("It is decided; there is nothing to take back.")
        }
    }

    /// How it stands, as a mark and a word.
    var status: StatusContent {
        switch state {
        case .queued: StatusContent(.queued, "queued", role: .statusPending)
        case .unknown where isCancelAsked:
            StatusContent(.warning, "asked back", role: .statusWarning)
        case .unknown: StatusContent(.warning, "unknown", role: .statusWarning)
        case .needsCode: StatusContent(.warning, "needs code", role: .statusWarning)
        case .cancelled: StatusContent(.reversed, "taken back", role: .statusInfo)
        case .decided(let decision):
            switch decision.outcome {
            case .posted: StatusContent(.posted, "posted", role: .statusOk)
            case .refused: StatusContent(.failed, "refused", role: .statusError)
            }
        }
    }

    /// What it moves, as a cell.
    func amount(_ format: Format) -> CellContent {
        guard let currency = Currency(code: reviewed.currencyCode) else { return .empty }
        return .amount(
            format.plainAmount(
                Money(minorUnits: reviewed.amountMinorUnits, currency: currency),
                role: .amountPending
            )
        )
    }
}
