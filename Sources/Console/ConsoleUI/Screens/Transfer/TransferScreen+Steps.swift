import ClientService
import CoreVocabulary
import IdentityCore
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
        turn.say(.information, "The outbox shows what becomes of the transfer.")
        turn.go(.close)
    }

    /// Removes the warnings about rejected pastes; a user who gave a command has seen them.
    mutating func forgetWarnings() {
        payers.words.forgetWarning()
        receivers.words.forgetWarning()
        details.forgetWarnings()
        guard case .authorise(var step) = state else { return }
        step.form.forgetWarnings()
        state = .authorise(step)
    }

    /// Moves the focus within the step.
    mutating func moveFocus(_ context: ScreenContext) {
        switch state {
        case .amount:
            if details.focused == .amount, !details[.amount].isEmpty {
                details[.amount].judge(typedAmount(context).refusal)
            }
            details.moveFocus(by: 1)
        case .review(var step):
            // Tab moves around and the arrows do not.
            step.answers.focusNext()
            state = .review(step)
        default: break
        }
    }

    /// Moves the focus among the answers to the review.
    mutating func moveAnswer(by count: Int) {
        guard case .review(var step) = state else { return }
        step.answers.moveFocus(by: count)
        state = .review(step)
    }

    // MARK: - Draft

    private mutating func chooseFrom(_ context: ScreenContext) {
        guard let account = payers.list.chosen(among: payers.rows(context)) else {
            // The list states why there is nothing to choose, so it is not stated twice.
            if problem?.isMessage != false { problem = payers.words.refusal.map { .message($0) } }
            return
        }
        // The list is not filtered by all that was typed.
        if let refusal = payers.words.refusal {
            problem = .message(refusal)
            return
        }
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
        let context = turn.context
        let rows = receivers.rows(from: sides.from, context)
        guard let target = receivers.list.chosen(among: rows) else {
            // The list states why there is nothing to choose, so it is not stated twice.
            if problem?.isMessage != false {
                problem = receivers.words.refusal.map { .message($0) }
            }
            return
        }
        // The list is not filtered by all that was typed.
        if let refusal = receivers.words.refusal {
            problem = .message(refusal)
            return
        }
        guard target.refusal == nil else {
            problem = .receiver(target.rowID)
            return
        }
        problem = nil
        sides.choose(receiver: target.accountID, context)
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
            details[.amount].judge(typed.refusal)
            details.focus(.amount)
            return
        }
        let wasWrong = details[.amount].error != nil
        details[.amount].judge(nil)
        if details.focused == .amount, !wasWrong, details[.reference].isEmpty {
            details.focus(.reference)
            return
        }
        if let refusal = details[.reference].refusal {
            details[.reference].judge(refusal)
            details.focus(.reference)
            return
        }
        let request = turn.makeRequestID()
        state = .amount(AmountStep(request: request))
        spinner.start(nowMilliseconds: turn.context.time.steadyMilliseconds)
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
            let words = SafeText(trusted: Sentences.draft(problem, for: context.words).text)
            switch problem {
            case .amountNotPositive, .notEnoughAvailable:
                let isShort = problem == .notEnoughAvailable
                details[.amount].judge(isShort ? context.notEnough(in: sides.from) : words)
                details.focus(.amount)
            case .referenceInvalid:
                details[.reference].judge(words)
                details.focus(.reference)
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
        spinner.start(nowMilliseconds: turn.context.time.steadyMilliseconds)
        turn.ask(effect)
    }

    /// Applies the outcome of sending the transfer.
    mutating func apply(
        _ outcome: TransferOutcome,
        to step: AuthoriseStep,
        _ turn: inout Turn
    ) {
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
            step.form[.code].judge(SafeText(trusted: Sentences.code(refusal).text))
            state = .authorise(step)
        case .failed:
            step.form[.code].judge(SafeText(trusted: Sentences.notStored.text))
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
            standing: standing
        )
        done.awaitsOutbox = awaitsOutbox
        show(done, &turn)
    }

    /// Shows a standing, and marks its decision as seen if it posted the transfer in sight.
    ///
    /// A refusal, and what is decided while another screen is above, stays in the inbox until this
    /// screen is left.
    private mutating func show(_ done: DoneStep, _ turn: inout Turn) {
        var done = done
        state = .done(done)
        if turn.isInSight { acknowledge(done.standing.posting, in: &done, &turn) }
    }

    /// Follows the state of the transfer in the outbox.
    mutating func follow(_ step: DoneStep, _ turn: inout Turn) {
        var step = step
        guard let item = outboxItem(turn.context) else {
            state = .done(step)
            return
        }
        guard case .decided = step.standing.state else {
            step.standing = DoneStep.Standing(item)
            return show(step, &turn)
        }
        // After a decision comes no other state, but restored books may lack it or differ.
        if case .decided = item.state {
            // A loss is news, whatever was seen before.
            if item.isLost { step.isAcknowledged = false }
            step.standing = DoneStep.Standing(item)
        }
        state = .done(step)
    }

    /// Marks a decision as seen, once.
    mutating func acknowledge(
        _ decision: IntentDecision?,
        in step: inout DoneStep,
        _ turn: inout Turn
    ) {
        if let decision = step.acknowledge(decision) { turn.ask(.acknowledge(decision.key)) }
        state = .done(step)
    }

    /// Asks about the fate of a transfer that needs a code.
    func askWhatBecomesOfIt(_ turn: inout Turn, then command: CommandID?) {
        guard let intentKey else { return }
        turn.go(.open(QuestionScreen.leaveWithoutCode(intentKey, then: command)))
    }
}
