import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// From one step to the next, and back.
extension TransferScreen {
    /// An account that may be paid.
    struct Target {
        let accountID: AccountID
        let name: SafeText
        let number: String
        let branchCode: String
        /// Whether it is one of the user's own.
        let isOwn: Bool
        /// Why it cannot be paid from the account chosen; nil when it can.
        let refusal: SafeText?
    }

    /// The accounts that may be paid: the user's own, then the payees, as far as the words typed
    /// are found in them.
    func targets(_ context: ScreenContext) -> [Target] {
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
                        ? format.holder($0) + ", " + format.shortAccountName($0)
                        : format.shortAccountName($0),
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
                    name: SafeText(untrusted: $0.name, limit: .payee),
                    number: $0.number,
                    branchCode: $0.branchCode,
                    isOwn: false,
                    refusal: refusal($0.currency)
                )
            }
        let wanted = toWords.text.lowercased().split(separator: " ")
        return (own + payees).filter { target in
            let text = "\(target.name.plain) \(target.number) \(target.branchCode)".lowercased()
            return wanted.allSatisfy { text.contains($0) }
        }
    }

    /// The accounts to pay from, as far as the words typed are found in them or their holders.
    func payers(_ context: ScreenContext) -> [AccountSummary] {
        let wanted = fromWords.text.lowercased().split(separator: " ")
        return (context.session?.accounts ?? []).filter { account in
            let record = account.record
            // A masked number is not to be found by trying its digits.
            let number = context.format.accountName(record).plain
            let text = "\(record.holder) \(number) \(record.number.suffix(4))".lowercased()
            let whole = record.access == .viewMasked ? text : text + " " + record.number
            return wanted.allSatisfy { whole.contains($0) }
        }
    }

    /// Goes on from the step on the screen.
    mutating func confirm(_ turn: inout Turn) {
        switch step {
        case .from: chooseFrom(turn.context)
        case .to: chooseTo(turn.context)
        case .amount: leaveAmount(&turn)
        case .review:
            if reviewButtons.focused == 1 { step = .authorise } else { step = .amount }
        case .authorise: send(&turn)
        case .done: turn.go(.close)
        }
    }

    /// Goes back a step, or leaves and keeps the draft.
    mutating func back(_ turn: inout Turn) {
        problem = nil
        switch step {
        case .from where !fromWords.isEmpty:
            fromWords.clear()
            fromList.setCount(payers(turn.context).count)
            fromList.moveToStart()
        case .to where !toWords.isEmpty:
            toWords.clear()
            selectTarget(turn.context)
        case .to, .from:
            if step == .to, turn.context.session?.accounts?.filter(Self.canPay).count ?? 0 > 1 {
                step = .from
            } else {
                turn.go(.close)
            }
        case .amount:
            request = nil
            spinner.stop()
            step = .to
            selectTarget(turn.context)
        case .review:
            step = .amount
        case .authorise:
            code.clear()
            codeError = nil
            if isSending || isInOutbox(turn.context) || review == nil {
                turn.say(.information, "The outbox shows what becomes of the transfer.")
                turn.go(.close)
            } else {
                reviewButtons.reset()
                step = .review
            }
        case .done:
            turn.go(.close)
        }
    }

    /// Selects the account that was chosen before, so that Enter chooses it again.
    private mutating func selectTarget(_ context: ScreenContext) {
        let targets = targets(context)
        toList.setCount(targets.count)
        toList.select(targets.firstIndex { $0.accountID == to } ?? 0)
    }

    /// Moves the focus within the step.
    mutating func moveFocus(_ command: CommandID) {
        switch step {
        case .amount: amountRow = amountRow == .amount ? .reference : .amount
        case .review:
            // Tab goes round and the arrows do not.
            reviewButtons.focus(reviewButtons.focused == 0 ? 1 : 0)
        default: break
        }
    }

    /// Takes in what became of the draft.
    mutating func take(_ outcome: ReviewOutcome) {
        switch outcome {
        case .review(let review):
            self.review = review
            reviewed = review.reviewed
            reviewButtons.reset()
            step = .review
        case .problem(let problem):
            let words = SafeText(trusted: Sentences.draft(problem).text)
            switch problem {
            case .amountNotPositive, .notEnoughAvailable:
                amountError = words
                amountRow = .amount
            case .referenceInvalid:
                referenceError = words
                amountRow = .reference
            default: self.problem = words
            }
        }
    }

    /// Takes in what became of the transfer.
    mutating func take(_ outcome: TransferOutcome, _ turn: inout Turn) {
        switch outcome {
        case .posted(let decision): end(.posted(decision), &turn)
        case .refused(let decision): end(.refused(decision), &turn)
        case .queued: end(.queued, &turn)
        case .codeRefused(let refusal):
            codeError = SafeText(trusted: Sentences.code(refusal).text)
        case .failed:
            codeError = SafeText(trusted: Sentences.notStored.text)
        }
    }

    private mutating func end(_ ending: Ending, _ turn: inout Turn) {
        self.ending = ending
        step = .done
        guard let key = reviewed?.intentKey else { return }
        // Whoever stands before this screen sees the decision. A refusal stays in the inbox until
        // the screen is left: nobody need be there when it comes.
        if case .posted = ending { turn.ask(.acknowledge(key)) }
    }

    mutating func disappear(_ turn: inout Turn) {
        if case .refused(let decision) = ending { turn.ask(.acknowledge(decision.key)) }
        // From the moment a code was accepted for sending, the outbox keeps it and not the draft.
        guard !isSending, !isInOutbox(turn.context), ending == nil else { return }
        guard to != nil || !amount.isEmpty || !reference.isEmpty else { return }
        code.clear()
        request = nil
        spinner.stop()
        turn.keep(self)
        turn.say(.information, "What you typed is kept; t goes on with it.")
    }

    private mutating func chooseFrom(_ context: ScreenContext) {
        let accounts = payers(context)
        guard let row = fromList.selected, accounts.indices.contains(row) else {
            problem = fromWords.isEmpty ? nil : "No account has these words. Change them."
            return
        }
        guard Self.canPay(accounts[row]) else {
            problem = "You cannot move money from this account. Choose another one."
            return
        }
        problem = nil
        from = accounts[row].record.accountID
        if to == from { to = nil }
        step = .to
        selectTarget(context)
    }

    private mutating func chooseTo(_ context: ScreenContext) {
        let targets = targets(context)
        guard let row = toList.selected, targets.indices.contains(row) else {
            problem = "Nobody has these words. Change them or clear them with Ctrl-U."
            return
        }
        if let refusal = targets[row].refusal {
            problem = refusal
            return
        }
        problem = nil
        to = targets[row].accountID
        amountRow = .amount
        step = .amount
    }

    private mutating func leaveAmount(_ turn: inout Turn) {
        problem = nil
        guard let from, let to, let currency = turn.context.session?.account(from)?.record.currency
        else { return }
        if amountRow == .amount, amountError == nil, reference.isEmpty, !amount.isEmpty,
            (try? parsed(currency, turn.context)) != nil  // What is wrong is told just below.
        {
            amountRow = .reference
            return
        }
        let money: Money
        do {
            money = try parsed(currency, turn.context)
        } catch {
            amountError = SafeText(trusted: "\(error.sentence)")
            amountRow = .amount
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

    /// What was typed as an amount.
    func parsed(
        _ currency: Currency,
        _ context: ScreenContext
    ) throws(MoneyParsingError) -> Money {
        try MoneyParser(context.configuration.convention).parse(amount.text, currency: currency)
    }

    private mutating func send(_ turn: inout Turn) {
        guard !isSending, let reviewed else { return }
        guard !code.isEmpty else {
            codeError = "is needed"
            return
        }
        isSending = true
        codeError = nil
        spinner.start(nowMilliseconds: turn.context.time.steadyMilliseconds)
        // Authorising a second time finds the transfer by its key and gives it the new code.
        if let review {
            turn.ask(.authorise(review, code: code.surrender()))
        } else {
            turn.ask(.reauthorise(reviewed.intentKey, code: code.surrender()))
        }
    }
}
