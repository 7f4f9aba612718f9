import ClientService
import CoreVocabulary
import TerminalKit

extension TransferScreen {
    /// Steps of a transfer in order.
    enum Step: Int, CaseIterable, Sendable {
        case from, to, amount, review, authorise, done

        /// Name of the step in the crumbs.
        var title: SafeText {
            switch self {
            case .from: "From"
            case .to: "To"
            case .amount: "Amount"
            case .review: "Review"
            case .authorise: "Authorise"
            case .done: "Done"
            }
        }

        /// Drop priority of facts that the review has shown already.
        var reviewedPriority: Int { self == .authorise || self == .done ? 1 : 0 }
    }

    /// State of the transfer: the current step, with the data that only this step has.
    enum State: Sendable {
        /// The paying account is chosen.
        case from
        /// The receiver is chosen.
        case to
        /// Amount and reference are typed.
        case amount(AmountStep)
        /// The review of the draft is shown; nothing was sent.
        case review(ReviewStep)
        /// The code is typed or has just been sent.
        case authorise(AuthoriseStep)
        /// The outcome is shown.
        case done(DoneStep)

        /// The step of this state.
        var step: Step {
            switch self {
            case .from: .from
            case .to: .to
            case .amount: .amount
            case .review: .review
            case .authorise: .authorise
            case .done: .done
            }
        }
    }

    /// Reason why a step cannot be left.
    enum Problem: Sendable {
        /// A message with a fixed text.
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
    }
}
