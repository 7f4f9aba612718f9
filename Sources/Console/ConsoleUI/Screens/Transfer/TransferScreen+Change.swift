import ClientService
import IdentityCore
import TerminalKit

/// Handling of changes to the two sides while the transfer is open.
extension TransferScreen {
    /// Records a change to a side since it was chosen or shown, as far as the record tells.
    mutating func noteChange(_ context: ScreenContext) {
        guard let session = context.session, session.hasSides else { return }
        switch step {
        case .from, .done: change = nil
        case .to: change = sides.payerChange(session)
        case .amount, .review, .authorise:
            // A transfer that was sent is decided by the bank.
            change = isSending ? nil : sides.payerChange(session) ?? receiverChange(session)
        }
        guard change != nil else { return }
        state.changeReview { $0.answers.reset() }
        state.changeCode { $0.form[.code].clear() }
    }

    /// Returns the change to the receiver; nil if there is none.
    func receiverChange(_ session: Session) -> TransferSides.Change? {
        sides.receiverChange(session, reviewedName: reviewedName)
    }

    /// Name in the review, if it is one that was shown of the present receiver.
    private var reviewedName: String? {
        switch state {
        case .to:
            guard case .changed(.receiverRenamed)? = problem, let lastReviewed,
                lastReviewed.creditorAccountID == sides.to
            else { return nil }
            return lastReviewed.payeeName
        case .review(let step): return step.review.reviewed.payeeName
        case .authorise(let step): return step.reviewed.payeeName
        case .from, .amount, .done: return nil
        }
    }

    /// Goes to the step at which the changed side is chosen again; the input stays.
    mutating func chooseAgain(_ change: TransferSides.Change, _ turn: inout Turn) {
        guard !isNoDraft(turn.context) else { return back(&turn) }
        spinner.stop()
        state = change.step == .from ? .from : .to
        payers.words.clear()
        receivers.words.clear()
        selectChosen(turn.context)
        problem = .changed(change)
    }

    /// Returns true if the transfer is in the outbox, where it cannot be changed any more.
    func isNoDraft(_ context: ScreenContext) -> Bool {
        guard case .authorise(let step) = state else { return false }
        return step.isFromOutbox || outboxItem(context) != nil
    }

    /// Selects the previous choice at a step with a list, so that Enter chooses it again, and states
    /// why that is impossible if it has changed.
    mutating func selectChosen(_ context: ScreenContext) {
        let session = context.session.flatMap { $0.hasSides ? $0 : nil }
        let found: TransferSides.Change?
        switch step {
        case .from:
            payers.select(sides.from, context)
            found = session.flatMap { sides.payerChange($0) }
        case .to:
            receivers.select(sides, context)
            found = session.flatMap { receiverChange($0) }
        case .amount, .review, .authorise, .done: return
        }
        if let found { problem = .changed(found) }
    }

    /// Removes the reason for a refused row once another one is selected, or none is.
    mutating func forgetLeftRow() {
        if hasLeftRefusedRow { problem = nil }
    }

    /// True if a refused row is no longer the selected one.
    var hasLeftRefusedRow: Bool { problem?.isLeft(payers, receivers) == true }
}
