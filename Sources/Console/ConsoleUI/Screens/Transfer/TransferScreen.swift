import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import TerminalKit

/// Screen of a transfer: from, to, amount, review, authorise, done.
///
/// Nothing moves money but a code typed at the fifth step. The review has one key, made once, so a
/// second Enter, a lost reply or a broken link cannot pay twice.
struct TransferScreen: ConsoleScreen {
    /// Current step with its own data.
    var state: TransferState
    /// The two sides as they were chosen.
    var sides: TransferSides
    /// List of the accounts to pay from.
    var payers: PayerPicker
    /// List of the accounts that may be paid.
    var receivers = ReceiverPicker()
    /// Amount and reference as they are typed.
    var details = Form<AmountStep.Detail>(focus: .amount)
    /// Transfer of the last review of this draft; nil before the first.
    var lastReviewed: ReviewedTransfer?
    /// Change to a side since it was chosen or shown; nil if there is none.
    var change: TransferSides.Change?
    /// Reason why the current step cannot be left; nil if none is known.
    ///
    /// A problem with a side is checked against the record again each time it is shown.
    var problem: TransferProblem?
    /// Spinner that runs while the bank is asked.
    var spinner = SpinnerState()

    /// Begins a transfer, from a known account or from none.
    init(from accountID: AccountID?, _ context: ScreenContext) {
        let usable = context.session?.accounts?.filter(\.canPay) ?? []
        let known = usable.first { $0.record.accountID == accountID }
        sides = TransferSides(payer: known?.record)
        payers = PayerPicker(filters: context.showsHolders)
        state = known == nil ? .from : .to
    }

    /// Continues a transfer of the outbox that needs another code.
    init(reauthorising item: OutboxItem) {
        self.init(of: item, .authorise(AuthoriseStep(origin: .outbox(item.reviewed))))
    }

    /// Shows the outcome of a transfer of the outbox.
    init(showing item: OutboxItem) {
        self.init(
            of: item,
            .done(
                DoneStep(
                    reviewed: item.reviewed,
                    isFromOutbox: true,
                    standing: DoneStep.Standing(item)
                )
            )
        )
    }

    private init(of item: OutboxItem, _ state: TransferState) {
        sides = TransferSides(of: item.reviewed)
        payers = PayerPicker(filters: false)
        self.state = state
    }

    /// Current step of the transfer.
    var step: TransferStep { state.step }

    /// Key of the transfer; nil before its first review.
    var intentKey: IntentKey? {
        switch state {
        case .from, .to, .amount: lastReviewed?.intentKey
        case .review(let step): step.review.reviewed.intentKey
        case .authorise(let step): step.reviewed.intentKey
        case .done(let step): step.reviewed.intentKey
        }
    }

    /// True while the bank decides about the transfer.
    var isSending: Bool {
        if case .authorise(let step) = state { step.isSending } else { false }
    }

    /// True while a review is being made or the bank decides.
    var isWaiting: Bool {
        if case .amount(let step) = state { step.request != nil } else { isSending }
    }

    // MARK: - Screen

    var kind: ScreenKind { .transfer }

    var focus: InputFocus {
        switch step {
        case .to: .text
        case .amount: isWaiting ? .commands : .text
        // Where no code is asked for, what is typed is none.
        case .authorise: isSending || change != nil ? .commands : .secret
        case .from: payers.filters ? .text : .commands
        case .review, .done: .commands
        }
    }

    mutating func appear(_ turn: inout Turn) {
        selectChosen(turn.context)
        noteChange(turn.context)
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        let context = turn.context
        switch state {
        // Without words, Home and End can only move among the rows.
        case .from where payers.words.isEmpty && payers.list.moveToEnd(by: edit): forgetLeftRow()
        case .to where receivers.words.isEmpty && receivers.list.moveToEnd(by: edit):
            forgetLeftRow()
        case .from: problem = payers.edit(edit, context).map { .message($0) }
        case .to: problem = receivers.edit(edit, from: sides.from, context).map { .message($0) }
        case .amount:
            details.edit(edit)
            guard details.focused == .amount, details[.amount].refusal == nil else { return }
            details[.amount].judge(typedAmount(context).problem)
        case .authorise: state.changeCode { $0.form.edit(edit) }
        case .review, .done: break
        }
    }

    mutating func enter(_ secret: SharedSecret) {
        guard step == .authorise, !isSending, change == nil else { return secret.wipe() }
        state.changeCode { $0.form.replace(with: secret) }
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        noteChange(turn.context)
        forgetWarnings()
        switch command {
        case .back: back(&turn)
        case .discardDraft: turn.go(.open(QuestionScreen.discardDraft))
        case .choose, .confirm: confirm(&turn)
        case .takeBack:
            guard let item = outboxItem(turn.context) else { return }
            turn.go(.open(QuestionScreen.takeBack(item)))
        case .enterCode:
            guard let item = outboxItem(turn.context) else { return }
            turn.go(.replace(TransferScreen(reauthorising: item)))
        case .goOverview, .goOutbox, .goStatements, .goSync, .goSessions:
            askWhatBecomesOfIt(&turn, then: command)
        case .nextField, .previousField: moveFocus(turn.context)
        case .fillIn:
            guard let name = turn.context.session?.name else { return }
            turn.ask(.fillIn(user: name, signsIn: false))
        case .left: state.changeReview { $0.answers.moveFocus(by: -1) }
        case .right: state.changeReview { $0.answers.moveFocus(by: 1) }
        default:
            if step == .from {
                payers.list.perform(command)
            } else {
                receivers.list.perform(command)
            }
            forgetLeftRow()
        }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        switch (reply, state) {
        case (.reviewed(let id, let outcome), .amount(let step)) where id == step.request:
            spinner.stop()
            state = .amount(AmountStep())
            apply(outcome, turn.context)
        case (.transferred(let key, let outcome), .authorise(let step))
        where key == step.reviewed.intentKey && step.isSending:
            spinner.stop()
            apply(outcome, to: step, &turn)
        case (.cancelled(let key, .cancelled), .done(var step)) where follows(key):
            step.standing = DoneStep.Standing(.cancelled)
            state = .done(step)
        case (.outbox, .done(var step)):
            step.follow(outboxItem(turn.context), &turn)
            state = .done(step)
        case (.failed(.outbox), .done(var step)):
            step.awaitsOutbox = false
            state = .done(step)
        case (.filledIn(let credentials?, _), .authorise(let step)):
            guard !step.isSending, change == nil, let typed = credentials.code else { return }
            state.changeCode { $0.form.replace(with: typed) }
        default: break
        }
        noteChange(turn.context)
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        switch state {
        case .from: payers.list.select(index)
        case .to: receivers.list.select(index)
        case .review: state.changeReview { $0.answers.focus(at: index) }
        case .amount, .authorise, .done: break
        }
        forgetLeftRow()
    }

    func stands(_ message: SafeText, in context: ScreenContext) -> Bool {
        guard context.isNotEnough(message), case .review(let step) = state else { return true }
        return step.review.reviewed.liveShortage(context) != nil
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        if context.session?.accounts == nil || context.session?.payees == nil { return true }
        if case .done(let step) = state { return step.awaitsOutbox }
        return false
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        let context = turn.context
        payers.arrange(sides.from, isAttended: step == .from, context)
        receivers.arrange(sides, isAttended: step == .to, context)
        if let rows = visibleRows("from") { payers.list.setHeight(rows) }
        if let rows = visibleRows("to") { receivers.list.setHeight(rows) }
        // The row may be gone.
        forgetLeftRow()
        noteChange(context)
    }

    mutating func disappear(_ turn: inout Turn) {
        if case .done(var step) = state {
            step.disappear(&turn)
            state = .done(step)
        }
        if isSending || state.isUnfinished && outboxItem(turn.context) != nil {
            turn.say(.information, "The outbox shows what becomes of the transfer.")
        }
        guard isDraft(turn.context.session?.outbox) else { return }
        state.changeCode { $0.form[.code].clear() }
        stopReview()
        turn.keep(self)
        turn.say(.information, "What you typed is kept; Transfer (t) goes on with it.")
    }

    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        spinner.nextProgressDeadlineMilliseconds(time)
    }

    // MARK: - Draft and outbox

    /// Returns true if the transfer was begun here and not sent, whatever was filled in.
    ///
    /// From the moment a code is accepted for sending, the outbox keeps the transfer.
    func isUnsent(_ outbox: [OutboxItem]?) -> Bool {
        state.isUnfinished && !isSending && item(in: outbox) == nil
    }

    /// Returns true if the transfer was not sent and has something to lose.
    func isDraft(_ outbox: [OutboxItem]?) -> Bool {
        isUnsent(outbox)
            && (sides.to != nil || !details[.amount].isEmpty || !details[.reference].isEmpty)
    }

    /// Returns the transfer as the outbox has it; nil while it is a draft, and after it was seen.
    func outboxItem(_ context: ScreenContext) -> OutboxItem? {
        item(in: context.session?.outbox)
    }

    private func item(in outbox: [OutboxItem]?) -> OutboxItem? {
        guard let intentKey else { return nil }
        return outbox?.first { $0.intentKey == intentKey }
    }

    /// Returns true if the last step shows the state of this transfer.
    func follows(_ key: IntentKey) -> Bool {
        step == .done && intentKey == key
    }

    /// Returns true if leaving now needs a question, since the transfer waits for a code.
    func asksOnLeaving(_ context: ScreenContext) -> Bool {
        guard step == .authorise, !isSending, case .needsCode? = outboxItem(context)?.state else {
            return false
        }
        return true
    }
}
