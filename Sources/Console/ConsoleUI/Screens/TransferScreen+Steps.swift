import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// Movement from one step to the next, and back.
extension TransferScreen {
    /// An account that the user may pay.
    struct Target {
        let accountID: AccountID
        let name: CellContent
        let number: String
        let branchCode: String
        /// True if the account is one of the user's own.
        let isOwn: Bool
        /// The reason why the chosen account cannot pay it; nil when it can.
        let refusal: SafeText?
    }

    /// Returns the payable accounts: the user's own, then the payees, filtered by the search words
    /// or all.
    func targets(_ context: ScreenContext, isFiltered: Bool = true) -> [Target] {
        guard let session = context.session else { return [] }
        let format = context.format
        let currency = from.flatMap { session.account($0)?.record.currency }
        func refusal(_ other: Currency) -> SafeText? {
            guard let currency, other != currency else { return nil }
            return SafeText(
                trusted: "It holds \(other.code) and the paying account \(currency.code)."
            )
        }
        let own = (session.accounts ?? []).map(\.record)
            .filter { $0.accountID != from && !$0.isClosed && $0.access == .operate }
            .map {
                Target(
                    accountID: $0.accountID,
                    name: context.showsHolders
                        ? format.accountCell($0, of: format.holder($0))
                        : format.accountCell($0),
                    number: $0.number,
                    branchCode: $0.branchCode,
                    isOwn: true,
                    refusal: refusal($0.currency)
                )
            }
        let payees = (session.payees ?? []).filter { !$0.isRemoved && $0.accountID != from }
            .map {
                Target(
                    accountID: $0.accountID,
                    name: .untrusted(SafeText(untrusted: $0.name, limit: .payee)),
                    number: $0.number,
                    branchCode: $0.branchCode,
                    isOwn: false,
                    refusal: refusal($0.currency)
                )
            }
        var filter = RowFilter(toWords.text, format.convention)
        let targets = own + payees
        return filter.isEmpty || !isFiltered
            ? targets
            : targets.filter { target in
                filter.admits(
                    SearchedRow(
                        cells: [target.name, .text(kindWord(target, context))],
                        hidden: "\(target.number) \(target.branchCode)"
                    )
                )
            }
    }

    /// Returns the paying accounts that match the search words, in their names or their holders'.
    func payers(_ context: ScreenContext) -> [AccountSummary] {
        let accounts = context.session?.accounts ?? []
        let format = context.format
        var filter = RowFilter(fromWords.text, format.convention)
        return filter.isEmpty ? accounts : accounts.filter { filter.admits(format.searched($0)) }
    }

    /// Continues from the present step.
    mutating func confirm(_ turn: inout Turn) {
        if let change, step != .to { return chooseAnew(change, &turn) }
        switch step {
        case .from: chooseFrom(turn.context)
        case .to: chooseTo(&turn)
        case .amount: leaveAmount(&turn)
        case .review:
            guard reviewButtons.focused == 1 else {
                step = .amount
                return
            }
            // A code that the bank has to refuse the transfer for is used up all the same.
            if let shortage = liveShortage(turn.context) {
                reviewButtons.reset()
                // It stands above the answers; read out, it has to be heard after the answer.
                if turn.context.viewport.isSpoken { turn.say(.warning, shortage) }
            } else {
                step = .authorise
            }
        case .authorise: send(&turn)
        case .done: turn.go(.close)
        }
    }

    /// Goes back one step, or leaves and keeps the draft.
    mutating func back(_ turn: inout Turn) {
        problem = nil
        switch step {
        case .from where !fromWords.isEmpty:
            fromWords.clear()
            selectChosen(turn.context)
        case .to where !toWords.isEmpty:
            toWords.clear()
            selectChosen(turn.context)
        case .to, .from:
            if step == .to, turn.context.session?.accounts?.filter(Self.canPay).count ?? 0 > 1 {
                step = .from
                selectChosen(turn.context)
            } else {
                turn.go(.close)
            }
        case .amount:
            request = nil
            spinner.stop()
            step = .to
            selectChosen(turn.context)
        case .review:
            step = .amount
        case .authorise where asksOnLeaving(turn.context):
            askWhatBecomesOfIt(&turn, then: nil)
        case .authorise:
            code.clear()
            if isSending || isInOutbox(turn.context) || review == nil {
                // Whoever came from the outbox goes back there.
                if review != nil {
                    turn.say(.information, "The outbox shows what becomes of the transfer.")
                }
                turn.go(.close)
            } else {
                reviewButtons.reset()
                step = .review
            }
        case .done:
            turn.go(.close)
        }
    }

    /// Removes the warnings about a paste: the user has given a command since.
    mutating func forgetWarnings() {
        fromWords.forgetWarning()
        toWords.forgetWarning()
        amount.forgetWarning()
        reference.forgetWarning()
        code.forgetWarning()
    }

    /// Moves the focus within the step.
    mutating func moveFocus(_ context: ScreenContext) {
        switch step {
        case .amount:
            if amountRow == .amount, !amount.isEmpty { amountError = amountRefusal(context) }
            amountRow = amountRow == .amount ? .reference : .amount
        case .review:
            // Tab goes round and the arrows do not.
            reviewButtons.focus(reviewButtons.focused == 0 ? 1 : 0)
        default: break
        }
    }

    /// Applies the outcome of the review.
    mutating func take(_ outcome: ReviewOutcome, _ context: ScreenContext) {
        switch outcome {
        case .review(let review):
            self.review = review
            reviewed = review.reviewed
            reviewButtons.reset()
            step = .review
        case .problem(let problem):
            let words = SafeText(trusted: Sentences.draft(problem, for: context.words).text)
            switch problem {
            case .amountNotPositive, .notEnoughAvailable:
                amountError = problem == .notEnoughAvailable ? notEnough(context) : words
                amountRow = .amount
            case .referenceInvalid:
                referenceError = words
                amountRow = .reference
            default: self.problem = words
            }
        }
    }

    /// Applies the outcome of the transfer.
    mutating func take(_ outcome: TransferOutcome, _ turn: inout Turn) {
        switch outcome {
        case .posted(let decision), .refused(let decision):
            end(Standing(state: .decided(decision)), &turn)
        case .queued:
            // The outbox says how it stands; it is asked just now.
            awaitsOutbox = true
            end(Standing(state: .sending), &turn)
        case .codeRefused(let refusal):
            code.refuse(SafeText(trusted: Sentences.code(refusal).text))
        case .failed:
            code.refuse(SafeText(trusted: Sentences.notStored.text))
        }
    }

    /// Updates the last step to the present standing of the transfer.
    mutating func follow(_ turn: inout Turn) {
        guard step == .done, let item = outboxItem(turn.context) else { return }
        // After a decision comes no other state, but restored books may lack it or say otherwise.
        guard case .decided? = standing?.state else { return end(Self.standing(item), &turn) }
        guard case .decided = item.state else { return }
        // What was lost is news, whatever was seen before.
        if item.isLost { isAcknowledged = false }
        standing = Self.standing(item)
    }

    /// Returns the reversal of the transfer on the last step; nil until it is known to be posted.
    func reversal(_ context: ScreenContext) -> EntryRecord? {
        guard let reviewed, let standing, !standing.isLost,
            case .decided(let decision) = standing.state, case .posted = decision.outcome
        else { return nil }
        return context.session?.reversal(of: reviewed, postedAt: decision.decidedAt)
    }

    /// Returns the standing of a transfer in the outbox.
    static func standing(_ item: OutboxItem) -> Standing {
        Standing(
            state: item.state,
            isCancelAsked: item.isCancelAsked,
            sendCount: item.sendCount,
            isLost: item.isLost
        )
    }

    private mutating func end(_ standing: Standing, _ turn: inout Turn) {
        self.standing = standing
        step = .done
        // Whoever stands before this screen sees the decision. A refusal, and what is decided while
        // another screen is above, stays in the inbox until this one is left.
        guard turn.isInSight, !standing.isLost, case .decided(let decision) = standing.state,
            case .posted = decision.outcome
        else { return }
        acknowledge(decision, &turn)
    }

    private mutating func acknowledge(_ decision: IntentDecision, _ turn: inout Turn) {
        guard !isAcknowledged else { return }
        isAcknowledged = true
        turn.ask(.acknowledge(decision.key))
    }

    /// Asks the user about the future of a transfer that needs a code.
    func askWhatBecomesOfIt(_ turn: inout Turn, then command: CommandID?) {
        guard let key = reviewed?.intentKey else { return }
        turn.go(.open(QuestionScreen.leaveWithoutCode(key, then: command)))
    }

    mutating func disappear(_ turn: inout Turn) {
        // What the bank lost stays in the inbox until somebody says that it was seen, and so does what
        // nobody could see here.
        if turn.isInSight, let standing, !standing.isLost,
            case .decided(let decision) = standing.state
        {
            acknowledge(decision, &turn)
        }
        // From the moment a code was accepted for sending, the outbox keeps it and not the draft.
        guard !isSending, !isInOutbox(turn.context), standing == nil else { return }
        guard to != nil || !amount.isEmpty || !reference.isEmpty else { return }
        code.clear()
        request = nil
        spinner.stop()
        turn.keep(self)
        turn.say(.information, "What you typed is kept; Transfer (t) goes on with it.")
    }

    private mutating func chooseFrom(_ context: ScreenContext) {
        let accounts = payers(context)
        guard let account = fromList.chosen(among: accounts) else {
            // The list says why there is nothing to choose, and it has not to be said twice.
            if doubt == nil { problem = fromWords.refusal }
            return
        }
        // What is looked for is not all that was typed.
        if let refusal = fromWords.refusal {
            problem = refusal
            return
        }
        if account.record.noPaymentSentence != nil {
            problem = nil
            doubt = .payer(account.record.accountID)
            return
        }
        problem = nil
        let chosen = account.record
        from = chosen.accountID
        payer = chosen
        if to == from {
            to = nil
            receiver = nil
        }
        step = .to
        selectChosen(context)
    }

    private mutating func chooseTo(_ turn: inout Turn) {
        let context = turn.context
        let targets = targets(context)
        guard let target = toList.chosen(among: targets) else {
            // The list says why there is nothing to choose, and it has not to be said twice.
            if doubt == nil { problem = toWords.refusal }
            return
        }
        // What is looked for is not all that was typed.
        if let refusal = toWords.refusal {
            problem = refusal
            return
        }
        if target.refusal != nil {
            problem = nil
            doubt = .receiver(target.rowID)
            return
        }
        problem = nil
        to = target.accountID
        receiver = nil
        receiver = shownReceiver(context)
        amountRow = .amount
        // What has to be chosen anew comes first.
        if let change { chooseAnew(change, &turn) } else { step = .amount }
    }

    private mutating func leaveAmount(_ turn: inout Turn) {
        problem = nil
        guard let from, let to, let currency = currency(turn.context) else { return }
        guard let money = try? parsed(currency, turn.context),  // The reason is told below.
            amount.refusal == nil, money.isPositive, typedShortage(turn.context) == nil
        else {
            amountError = amountRefusal(turn.context)
            amountRow = .amount
            return
        }
        let wasWrong = amountError != nil
        amountError = nil
        if amountRow == .amount, !wasWrong, reference.isEmpty {
            amountRow = .reference
            return
        }
        if let refusal = reference.refusal {
            referenceError = refusal
            amountRow = .reference
            return
        }
        let id = turn.makeRequestID()
        request = id
        spinner.start(nowMilliseconds: turn.context.time.steadyMilliseconds)
        turn.ask(
            .review(
                id,
                TransferDraft(from: from, to: to, amount: money, reference: reference.text)
            )
        )
    }

    /// The shortage that would refuse the draft by the live figure; nil when there is none, and
    /// where the figure is not live: then the bank decides by its own.
    ///
    /// What waits in the outbox is left out: the bank may not decide it before this one.
    func liveShortage(_ context: ScreenContext) -> SafeText? {
        guard review != nil, let reviewed, !isInOutbox(context),
            let balance = context.session?.account(reviewed.debitAccountID)?.balance,
            context.format.freshness.isLive(balance.freshness),
            restAlone(of: balance)?.isNegative == true
        else { return nil }
        return notEnough(context)
    }

    /// Returns the words that the figures here cannot pay a draft, with the minimum balance of the
    /// account, if any.
    func notEnough(_ context: ScreenContext) -> SafeText {
        let payer = from.flatMap { context.session?.account($0)?.balance }
        return Self.notEnough(
            keepsMinimum: payer?.minimumBalance.isPositive == true,
            context.words
        )
    }

    private static func notEnough(keepsMinimum: Bool, _ audience: AudienceWords) -> SafeText {
        SafeText(trusted: Sentences.notEnough(keepsMinimum: keepsMinimum, for: audience).text)
    }

    /// Returns true if a message says that a draft cannot be paid, with any minimum balance.
    static func isNotEnough(_ message: SafeText, _ context: ScreenContext) -> Bool {
        [false, true].contains {
            message == Self.notEnough(keepsMinimum: $0, context.words)
        }
    }

    /// Returns the rest of a balance after this transfer alone; nil if it cannot be counted.
    func restAlone(of balance: AgedBalance) -> Money? {
        guard let reviewed, balance.addsUp else { return nil }
        let currency = balance.available.currency
        let amounts = [reviewed.amountMinorUnits, reviewed.feeMinorUnits].map {
            Money(minorUnits: $0, currency: currency)
        }
        return WaitingSum.rest(of: balance.available, after: [], and: amounts)
    }

    private mutating func send(_ turn: inout Turn) {
        guard !isSending, let reviewed else { return }
        // The field says so for as long as it is so, and asks for no code meanwhile.
        guard liveShortage(turn.context) == nil else { return code.clear() }
        guard code.judge() else { return }
        isSending = true
        spinner.start(nowMilliseconds: turn.context.time.steadyMilliseconds)
        // Authorising a second time finds the transfer by its key and gives it the new code.
        if let review {
            turn.ask(.authorise(review, code: code.surrender()))
        } else {
            turn.ask(.reauthorise(reviewed.intentKey, code: code.surrender()))
        }
    }
}
