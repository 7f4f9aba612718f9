/// State of a transfer: the current step, with the data that only this step has.
enum TransferState: Sendable {
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
    var step: TransferStep {
        switch self {
        case .from: .from
        case .to: .to
        case .amount: .amount
        case .review: .review
        case .authorise: .authorise
        case .done: .done
        }
    }

    /// True if the transfer was begun here and its outcome is not known yet.
    var isUnfinished: Bool {
        switch self {
        case .from, .to, .amount, .review: true
        case .authorise(let step): !step.isFromOutbox
        case .done: false
        }
    }

    /// Changes the review; does nothing at any other step.
    mutating func changeReview(_ body: (inout ReviewStep) -> Void) {
        guard case .review(var step) = self else { return }
        body(&step)
        self = .review(step)
    }

    /// Changes the code and its field; does nothing at any other step.
    mutating func changeCode(_ body: (inout AuthoriseStep) -> Void) {
        guard case .authorise(var step) = self else { return }
        body(&step)
        self = .authorise(step)
    }
}
