import CoreVocabulary
import TerminalKit

/// Reason why a step of a transfer cannot be left.
enum TransferProblem: Sendable {
    /// A message that does not change.
    case message(SafeText)
    /// A side that was chosen before has changed.
    case changed(TransferSides.Change)
    /// An account that cannot pay was chosen; stated while it is selected.
    case payer(AccountID)
    /// A receiver that cannot be paid was chosen; stated while its row is selected.
    case receiver(RowID)

    /// True for a fixed message.
    var isMessage: Bool {
        if case .message = self { true } else { false }
    }

    /// Returns true if the problem is of a row that is not selected any more.
    func isLeft(_ payers: PayerPicker, _ receivers: ReceiverPicker) -> Bool {
        switch self {
        case .payer(let id): payers.list.selectedID != RowID(id.rawValue)
        case .receiver(let row): receivers.list.selectedID != row
        case .changed, .message: false
        }
    }
}
