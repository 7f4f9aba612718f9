import ClientService
import SyncCore
import TerminalKit

/// Transitions from one step to the next, and back.
extension TransferScreen {
    /// Continues from the current step.
    mutating func confirm(_ turn: inout Turn) {
        if let change, step != .to { return chooseAgain(change, &turn) }
        switch state {
        case .from: chooseFrom(turn.context)
        case .to: chooseTo(&turn)
        case .amount: requestReview(&turn)
        case .review(let step): answer(step, &turn)
        case .authorise(let step): send(step, &turn)
        case .done: turn.go(.close)
        }
    }

    /// Goes back one step, or leaves and keeps the draft.
    mutating func back(_ turn: inout Turn) {
        problem = nil
        switch state {
        case .from where !payers.words.isEmpty:
            payers.words.clear()
            selectChosen(turn.context)
        case .to where !receivers.words.isEmpty:
            receivers.words.clear()
            selectChosen(turn.context)
        case .to where turn.context.session?.accounts?.filter(\.canPay).count ?? 0 > 1:
            state = .from
            selectChosen(turn.context)
        case .from, .to, .done:
            turn.go(.close)
        case .amount:
            stopReview()
            state = .to
            selectChosen(turn.context)
        case .review:
            state = .amount(AmountStep())
        case .authorise where asksOnLeaving(turn.context):
            askWhatBecomesOfIt(&turn, then: nil)
        case .authorise(let step):
            leaveCode(step, &turn)
        }
    }

    private mutating func leaveCode(_ step: AuthoriseStep, _ turn: inout Turn) {
        var step = step
        step.form[.code].clear()
        state = .authorise(step)
        guard case .review(let review) = step.origin else { return turn.go(.close) }
        guard step.isSending || outboxItem(turn.context) != nil else {
            state = .review(ReviewStep(review))
            return
        }
        turn.go(.close)
    }

    /// Removes the warnings about rejected pastes; a user who gave a command has seen them.
    mutating func forgetWarnings() {
        payers.words.forgetWarning()
        receivers.words.forgetWarning()
        details.forgetWarnings()
        state.changeCode { $0.form.forgetWarnings() }
    }

    /// Moves the focus within the step.
    mutating func moveFocus(_ context: ScreenContext) {
        switch state {
        case .amount:
            if details.focused == .amount, !details[.amount].isEmpty {
                details[.amount].judge(typedAmount(context).refusal)
            }
            details.moveFocus(by: 1)
        // Tab moves around and the arrows do not.
        case .review: state.changeReview { $0.answers.focusNext() }
        default: break
        }
    }

    // MARK: - Draft

    /// Returns the selected row of a list, or states why it cannot be chosen.
    private mutating func chosen<Row: ListedRow>(
        _ list: ListState,
        _ words: TextField,
        among rows: [Row]
    ) -> Row? {
        if let row = list.chosen(among: rows) {
            guard let refusal = words.refusal else { return row }
            // The list is not filtered by all that was typed.
            problem = .message(refusal)
        } else if problem?.isMessage != false {
            // The list states why there is nothing to choose, so it is not stated twice.
            problem = words.refusal.map { .message($0) }
        }
        return nil
    }

    private mutating func chooseFrom(_ context: ScreenContext) {
        let rows = payers.rows(context)
        guard let account = chosen(payers.list, payers.words, among: rows) else { return }
        guard account.canPay else {
            problem = .payer(account.record.accountID)
            return
        }
        problem = nil
        sides.choose(payer: account.record)
        state = .to
        selectChosen(context)
    }

    private mutating func chooseTo(_ turn: inout Turn) {
        let rows = receivers.rows(from: sides.from, turn.context)
        guard let target = chosen(receivers.list, receivers.words, among: rows) else { return }
        guard target.refusal == nil else {
            problem = .receiver(target.rowID)
            return
        }
        problem = nil
        sides.choose(receiver: target.accountID, turn.context)
        details.focus(.amount)
        // A side that has to be chosen again comes first.
        if let change { chooseAgain(change, &turn) } else { state = .amount(AmountStep()) }
    }

    /// Returns the amount as it is typed.
    func typedAmount(_ context: ScreenContext) -> TypedAmount {
        TypedAmount(details[.amount], from: sides, context)
    }

    private mutating func requestReview(_ turn: inout Turn) {
        problem = nil
        let typed = typedAmount(turn.context)
        guard let from = sides.from, let to = sides.to, typed.currency != nil else { return }
        guard let money = typed.money, typed.isPayable else {
            return details.show(typed.refusal, beside: .amount)
        }
        let wasWrong = details[.amount].error != nil
        details[.amount].judge(nil)
        if details.focused == .amount, !wasWrong, details[.reference].isEmpty {
            details.focus(.reference)
            return
        }
        if let refusal = details[.reference].refusal {
            return details.show(refusal, beside: .reference)
        }
        let request = turn.makeRequestID()
        state = .amount(AmountStep(request: request))
        spinner.start(at: turn.context.time.steadyReading)
        let reference = details[.reference].text
        turn.ask(
            .review(request, TransferDraft(from: from, to: to, amount: money, reference: reference))
        )
    }

    /// Drops the review that is being made, if any.
    mutating func stopReview() {
        spinner.stop()
        if case .amount = state { state = .amount(AmountStep()) }
    }

    /// Applies the outcome of reviewing the draft.
    mutating func apply(_ outcome: ReviewOutcome, _ context: ScreenContext) {
        switch outcome {
        case .review(let review):
            lastReviewed = review.reviewed
            state = .review(ReviewStep(review))
        case .problem(let problem):
            let words = Sentences.draft(problem, for: context.words).safeText
            switch problem {
            case .amountNotPositive: details.show(words, beside: .amount)
            case .notEnoughAvailable:
                details.show(context.notEnough(in: sides.from), beside: .amount)
            case .referenceInvalid: details.show(words, beside: .reference)
            default: self.problem = .message(words)
            }
        }
    }

    // MARK: - Code and outcome

    private mutating func answer(_ step: ReviewStep, _ turn: inout Turn) {
        guard step.answers.focused == .authorise else {
            state = .amount(AmountStep())
            return
        }
        // A code for a transfer that the bank must refuse is used up all the same.
        guard let shortage = step.review.reviewed.liveShortage(turn.context) else {
            state = .authorise(AuthoriseStep(origin: .review(step.review)))
            return
        }
        state = .review(ReviewStep(step.review))
        // It stands above the answers; in linear mode it must be heard after the answer.
        if turn.context.viewport.isSpoken { turn.say(.warning, shortage) }
    }

    private mutating func send(_ step: AuthoriseStep, _ turn: inout Turn) {
        var step = step
        let effect = step.send(turn.context)
        state = .authorise(step)
        guard let effect else { return }
        spinner.start(at: turn.context.time.steadyReading)
        turn.ask(effect)
    }

    /// Applies the outcome of sending the transfer.
    mutating func apply(_ outcome: TransferOutcome, to step: AuthoriseStep, _ turn: inout Turn) {
        var step = step
        step.isSending = false
        state = .authorise(step)
        switch outcome {
        case .posted(let decision), .refused(let decision):
            finish(step, DoneStep.Standing(.decided(decision)), &turn)
        case .queued:
            // The outbox knows the state and is being asked for it.
            finish(step, DoneStep.Standing(.sending), awaitsOutbox: true, &turn)
        case .codeRefused(let refusal):
            step.form[.code].judge(Sentences.code(refusal).safeText)
            state = .authorise(step)
        case .failed:
            step.form[.code].judge(Sentences.notStored.safeText)
            state = .authorise(step)
        }
    }

    private mutating func finish(
        _ step: AuthoriseStep,
        _ standing: DoneStep.Standing,
        awaitsOutbox: Bool = false,
        _ turn: inout Turn
    ) {
        var done = DoneStep(
            reviewed: step.reviewed,
            isFromOutbox: step.isFromOutbox,
            standing: standing,
            awaitsOutbox: awaitsOutbox
        )
        done.appear(&turn)
        state = .done(done)
    }

    /// Asks about the fate of a transfer that needs a code.
    func askWhatBecomesOfIt(_ turn: inout Turn, then command: CommandID?) {
        guard let intentKey else { return }
        turn.go(.open(QuestionScreen.leaveWithoutCode(intentKey, then: command)))
    }
}
