import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// The checkout of a transfer: from, to, amount, review, authorise, done.
///
/// Nothing moves money but a code typed at the fifth step. The review has one key, made once, so a
/// second Enter, a lost reply or a dropped line cannot pay twice.
struct TransferScreen: ConsoleScreen {
    /// The steps in their order.
    enum Step: Int, CaseIterable, Sendable {
        case from, to, amount, review, authorise, done

        /// The name of the step in the crumbs.
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
    }

    /// The standing of the transfer by the last word of the bank or of the outbox.
    struct Standing: Sendable {
        /// The state in the outbox.
        var state: OutboxItem.State
        /// True if the transfer was taken back, and the outcome is not known yet.
        var isCancelAsked = false
        /// The number of times that the transfer was sent.
        var sendCount = 0
        /// True if the bank's restored books do not hold the transfer, though it was posted.
        var isLost = false

        /// Returns the words for this standing.
        func words(for audience: AudienceWords) -> TransferWords {
            TransferWords(
                state,
                isCancelAsked: isCancelAsked,
                sendCount: sendCount,
                isLost: isLost,
                for: audience
            )
        }
    }

    /// The fields of the third step.
    enum AmountRow: Int, CaseIterable, Sendable {
        case amount, reference
    }

    /// The step on the screen.
    var step: Step
    /// The account that pays.
    var from: AccountID?
    /// The account that is paid.
    var to: AccountID?
    /// The paying account as it was chosen; nil before that, and for a transfer of the outbox.
    var payer: AccountRecord?
    /// The receiver as it was chosen; nil before that, and for a transfer of the outbox.
    var receiver: Receiver?
    /// The side that has changed since the choice or the review; nil if neither has.
    var change: Change?
    /// The selection among the paying accounts.
    var fromList = ListState()
    /// The search words for the paying accounts.
    var fromWords = TextField(maximumScalarCount: 40)
    /// True if the paying account is searched by words: among other people's there are many.
    let filtersPayers: Bool
    /// The search words for the possible receivers.
    var toWords = TextField(maximumScalarCount: 40)
    /// The selection among the possible receivers.
    var toList = ListState()
    /// The amount as it is typed.
    var amount = TextField.amount()
    /// The reference as it is typed.
    var reference = TextField(maximumScalarCount: Sentences.referenceLimit)
    /// The field of the third step that has the focus.
    var amountRow = AmountRow.amount
    /// The problem of the choice or of the text.
    var problem: SafeText? { didSet { doubt = nil } }
    /// The side that the step could not accept; nil if another field is wrong, or none.
    ///
    /// Whether it still cannot is asked of the record whenever it is said.
    var doubt: Doubt?
    /// The error of the amount field.
    var amountError: SafeText?
    /// The error of the reference field.
    var referenceError: SafeText?
    /// The running request for the review; nil if there is none.
    var request: RequestID?
    /// The transfer that is authorised; nil before the review.
    var reviewed: ReviewedTransfer?
    /// The review that was shown; nil for a transfer that comes from the outbox.
    var review: TransferReview?
    /// The buttons of the review; the focus starts on the safe one.
    var reviewButtons = Self.makeReviewButtons()
    /// The code that authorises.
    var code = CodeField()
    /// True while the bank is asked to carry out the transfer.
    var isSending = false
    /// The spinner that runs while the bank is asked.
    var spinner = SpinnerState()
    /// The standing of the transfer; nil before the last step, which follows it to its decision.
    var standing: Standing?
    /// True once the decision was marked as seen.
    var isAcknowledged = false
    /// True while the outbox is asked for the standing.
    var awaitsOutbox = false

    /// Begins a transfer, from a known account or from none.
    init(from accountID: AccountID?, _ context: ScreenContext) {
        let usable = context.session?.accounts?.filter(Self.canPay) ?? []
        let known = usable.first { $0.record.accountID == accountID }
        from = known?.record.accountID
        payer = known?.record
        filtersPayers = context.showsHolders
        step = known == nil ? .from : .to
    }

    /// Continues a transfer of the outbox that needs another code.
    init(reauthorising item: OutboxItem) {
        reviewed = item.reviewed
        filtersPayers = false
        from = item.reviewed.debitAccountID
        to = item.reviewed.creditorAccountID
        step = .authorise
    }

    /// Shows the present standing of a transfer of the outbox.
    init(showing item: OutboxItem) {
        self.init(reauthorising: item)
        step = .done
        standing = Self.standing(item)
    }

    var kind: ScreenKind { .transfer }

    var focus: InputFocus {
        switch step {
        case .to: .text
        case .amount: request == nil ? .text : .commands
        // Where no code is asked for, what is typed is none.
        case .authorise: isSending || change != nil ? .commands : .secret
        case .from: filtersPayers ? .text : .commands
        case .review, .done: .commands
        }
    }

    mutating func appear(_ turn: inout Turn) {
        selectChosen(turn.context)
        noteChange(turn.context)
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        // Without words, Home and End have nothing to do but among the rows.
        if step == .from, fromWords.isEmpty, fromList.moveToEnd(by: edit) {
            return forgetLeftRow()
        }
        if step == .to, toWords.isEmpty, toList.moveToEnd(by: edit) { return forgetLeftRow() }
        switch step {
        case .from:
            problem = fromWords.edit(edit)
            fromList.restart()
            beginPayers(turn.context)
        case .to:
            problem = toWords.edit(edit)
            toList.restart()
            beginTargets(turn.context)
        case .amount where amountRow == .amount:
            amountError = amount.edit(edit) ?? amountProblem(turn.context)
        case .amount: referenceError = reference.edit(edit)
        case .authorise: code.edit(edit)
        case .review, .done: break
        }
    }

    mutating func take(_ secret: SharedSecret) {
        guard step == .authorise, !isSending, change == nil else { return secret.wipe() }
        code.take(secret)
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
        case .left: _ = reviewButtons.handle(.left)
        case .right: _ = reviewButtons.handle(.right)
        default:
            if step == .from { fromList.perform(command) } else { toList.perform(command) }
            forgetLeftRow()
        }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        switch reply {
        case .reviewed(let id, let outcome) where id == request:
            request = nil
            spinner.stop()
            take(outcome, turn.context)
        case .transferred(let key, let outcome) where key == reviewed?.intentKey && isSending:
            isSending = false
            spinner.stop()
            take(outcome, &turn)
        case .cancelled(let key, .cancelled) where follows(key):
            standing = Standing(state: .cancelled)
        case .outbox:
            awaitsOutbox = false
            follow(&turn)
        case .failed(.outbox):
            awaitsOutbox = false
        case .filledIn(let credentials?, _):
            guard step == .authorise, !isSending, change == nil else { return }
            if let typed = credentials.code { code.take(typed) }
        default: break
        }
        noteChange(turn.context)
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        switch step {
        case .from: fromList.select(index)
        case .to: toList.select(index)
        case .review: reviewButtons.focus(index)
        case .amount, .authorise, .done: break
        }
        forgetLeftRow()
    }

    func stands(_ message: SafeText, in context: ScreenContext) -> Bool {
        !Self.isNotEnough(message, context) || step != .review || liveShortage(context) != nil
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        context.session?.accounts == nil || context.session?.payees == nil || awaitsOutbox
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        arrangeRows(turn.context)
        if let rows = visibleRows("from") { fromList.setHeight(rows) }
        if let rows = visibleRows("to") { toList.setHeight(rows) }
        // The row may have gone.
        forgetLeftRow()
        noteChange(turn.context)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        switch command {
        case .back: return .enabled
        case .discardDraft:
            guard step != .done else { return .absent }
            return isSending || isInOutbox(context)
                ? .disabled("It is in the outbox already; it is no draft.") : .enabled
        case .goOverview, .goOutbox, .goStatements, .goSync, .goSessions:
            // Left through the steps, so that the draft is kept; what needs a code is asked about.
            return asksOnLeaving(context) ? .enabled : .absent
        case .refresh:
            return .absent
        default: break
        }
        if isSending || request != nil {
            return command == .confirm ? .disabled("The bank is being asked.") : .absent
        }
        if change != nil, step == .review || step == .authorise {
            return command == .confirm ? .enabled : .absent
        }
        switch (step, command) {
        case (.from, .choose):
            return fromList.needsSelection(orElse: "There is no account to choose.")
        case (.from, .up), (.from, .down), (.from, .pageUp), (.from, .pageDown):
            return fromList.availability(of: command) ?? .absent
        case (.from, _) where filtersPayers: return .absent
        case (.from, _): return fromList.availability(of: command) ?? .absent
        case (.to, .choose): return toList.needsSelection(orElse: "There is nobody to choose.")
        case (.to, .up), (.to, .down), (.to, .pageUp), (.to, .pageDown):
            return toList.availability(of: command) ?? .absent
        case (.amount, .confirm), (.amount, .nextField), (.amount, .previousField): return .enabled
        case (.review, .confirm), (.review, .left), (.review, .right), (.review, .nextField),
            (.review, .previousField):
            return .enabled
        case (.authorise, .confirm), (.done, .confirm): return .enabled
        case (.done, .takeBack): return outboxItem(context)?.canBeTakenBack ?? .absent
        case (.done, .enterCode):
            guard case .needsCode? = outboxItem(context)?.state else { return .absent }
            return context.session?.bankRefusal.map { .disabled($0) } ?? .enabled
        case (.authorise, .fillIn):
            return context.configuration.demoNotice?.people.isEmpty == false ? .enabled : .absent
        default: return .absent
        }
    }

    func backDeed(in context: ScreenContext) -> BackDeed {
        switch step {
        case .from where !fromWords.isEmpty, .to where !toWords.isEmpty: .clearFilter
        case .authorise where asksOnLeaving(context): .askToLeave
        default: .goBack
        }
    }

    /// The part of the step on which Enter and Tab act.
    var focusedPart: FocusedPart {
        switch step {
        case .review: .answers
        // Where no code is asked for, Enter leads to what has to be chosen anew.
        case .authorise: change == nil ? .transferCode : .other
        case .from, .to, .amount, .done: .other
        }
    }

    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        spinner.nextProgressDeadlineMilliseconds(time)
    }

    /// Returns the transfer in the outbox; nil while it is a draft, and after it was seen.
    func outboxItem(_ context: ScreenContext) -> OutboxItem? {
        guard let key = reviewed?.intentKey else { return nil }
        return context.session?.outbox?.first { $0.intentKey == key }
    }

    /// Returns true if the last step shows the standing of this transfer.
    func follows(_ key: IntentKey) -> Bool {
        step == .done && reviewed?.intentKey == key
    }

    /// Returns true if the outbox holds the transfer, so that it is no draft any more.
    func isInOutbox(_ context: ScreenContext) -> Bool {
        outboxItem(context) != nil
    }

    /// Returns true if leaving needs a question, since the transfer waits for a code.
    func asksOnLeaving(_ context: ScreenContext) -> Bool {
        guard step == .authorise, !isSending, case .needsCode? = outboxItem(context)?.state else {
            return false
        }
        return true
    }

    /// Returns true if money may be moved out of an account.
    static func canPay(_ account: AccountSummary) -> Bool {
        account.record.access == .operate && !account.record.isClosed
    }

    /// Creates the buttons of a review, with the focus on the one that sends nothing.
    static func makeReviewButtons() -> ButtonRow {
        ButtonRow([
            Button("change", "Change", kind: .safe),
            Button("authorise", "Go on to the code", kind: .ordinary),
        ])
    }
}
