import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit

/// Both sides as they were chosen and shown, and their changes meanwhile.
extension TransferScreen {
    /// The receiver as the record had it.
    enum Receiver: Sendable {
        /// An account that the user sees.
        case own(AccountRecord)
        /// A payee on the user's list.
        case payee(PayeeRecord)

        /// The name under which the account is payable; text from outside.
        var name: String {
            switch self {
            case .own(let record): record.holder
            case .payee(let payee): payee.name
            }
        }

        /// The account's number, digits only.
        var number: String {
            switch self {
            case .own(let record): record.number
            case .payee(let payee): payee.number
            }
        }

        /// The IFSC of the branch.
        var branchCode: String {
            switch self {
            case .own(let record): record.branchCode
            case .payee(let payee): payee.branchCode
            }
        }

        /// The record of the account, if the user sees it.
        var ownRecord: AccountRecord? {
            if case .own(let record) = self { record } else { nil }
        }
    }

    /// A side that has changed since the choice or the review: the bank would refuse the transfer,
    /// and the code would be spent.
    enum Change: Hashable, Sendable, CaseIterable {
        case payerGone, payerClosed, payerNotUsable
        case receiverGone, receiverClosed, receiverRenamed

        /// The step at which the side is chosen.
        var step: Step {
            switch self {
            case .payerGone, .payerClosed, .payerNotUsable: .from
            case .receiverGone, .receiverClosed, .receiverRenamed: .to
            }
        }
    }

    /// A side that the step could not accept.
    enum Doubt: Sendable {
        /// A side that was chosen before has changed.
        case changed(Change)
        /// An account that cannot pay; said while it is selected.
        case payer(AccountID)
        /// A row that cannot be paid; said while it is selected.
        case receiver(RowID)
    }

    /// Returns the paying account as it was chosen or shown last; nil if it was never shown.
    func shownPayer(_ context: ScreenContext) -> AccountRecord? {
        payer ?? from.flatMap { context.session?.lastAccount($0) }
    }

    /// Returns the receiver as it was chosen or shown last; nil if it was never shown.
    func shownReceiver(_ context: ScreenContext) -> Receiver? {
        if let receiver { return receiver }
        guard let to, let session = context.session else { return nil }
        if let own = session.account(to)?.record { return .own(own) }
        if let payee = session.lastPayee(to) { return .payee(payee) }
        return session.lastAccount(to).map { .own($0) }
    }

    /// Records a change of either side since its choice or review, as far as the record shows it.
    mutating func noteChange(_ context: ScreenContext) {
        guard let session = context.session, Self.isTold(session) else { return }
        switch step {
        case .from, .done: change = nil
        case .to: change = payerChange(session)
        case .amount, .review, .authorise:
            // What is on its way is decided by the bank.
            change = isSending ? nil : payerChange(session) ?? receiverChange(session)
        }
        guard change != nil else { return }
        if step == .review { reviewButtons.reset() }
        if step == .authorise { code.clear() }
    }

    /// Returns true if the record knows its accounts and payees.
    static func isTold(_ session: Session) -> Bool {
        session.hasCaughtUp && session.status?.hasRecord != false
            && session.accounts != nil && session.payees != nil
            && session.unreadTopics.isDisjoint(with: [.accounts, .payees])
    }

    private func payerChange(_ session: Session) -> Change? {
        guard let from else { return nil }
        guard let account = session.account(from) else { return .payerGone }
        if account.record.isClosed { return .payerClosed }
        return Self.canPay(account) ? nil : .payerNotUsable
    }

    /// Returns the change of the receiver by the bank's rule: the payable name, byte for byte.
    private func receiverChange(_ session: Session) -> Change? {
        guard let to else { return nil }
        let name: String
        if let own = session.account(to)?.record {
            guard !own.isClosed else { return .receiverClosed }
            name = own.holder
        } else if let payee = session.payee(to), !payee.isRemoved {
            name = payee.name
        } else {
            return .receiverGone
        }
        let shown = [receiver?.name, isReviewShown ? reviewed?.payeeName : nil]
            .compactMap(\.self)
        return shown.allSatisfy { $0.utf8.elementsEqual(name.utf8) } ? nil : .receiverRenamed
    }

    /// True if the name in the review was shown for the present receiver.
    private var isReviewShown: Bool {
        if step == .to, case .changed(.receiverRenamed)? = doubt {
            return reviewed?.creditorAccountID == to
        }
        return step == .review || step == .authorise
    }

    /// The problem of the choice or the text, as far as it still exists.
    func shownProblem(_ context: ScreenContext) -> SafeText? {
        guard !hasLeftRefusedRow else { return nil }
        switch doubt {
        case nil: return problem
        case .receiver(let row): return targets(context).first { $0.rowID == row }?.refusal
        case .payer(let id):
            let reason = context.session?.account(id)?.record.noPaymentSentence
            return reason.map { Self.payerRefused($0) }
        case .changed(let told):
            guard let session = context.session, Self.isTold(session) else {
                return words(for: told, context)
            }
            let found = step == .from ? payerChange(session) : receiverChange(session)
            return found.map { words(for: $0, context) }
        }
    }

    /// Removes the refusal of a row once another one is selected, or none is.
    mutating func forgetLeftRow() {
        if hasLeftRefusedRow { doubt = nil }
    }

    /// True if a refused row is no longer the selected one.
    private var hasLeftRefusedRow: Bool {
        switch doubt {
        case .payer(let id)?: fromList.selectedID != RowID(id.rawValue)
        case .receiver(let row)?: toList.selectedID != row
        case .changed?, nil: false
        }
    }

    /// The reason why an account cannot pay, for the person who chose it.
    static func payerRefused(_ reason: String) -> SafeText {
        SafeText(trusted: "\(reason) Choose another one.")
    }

    private func words(for change: Change, _ context: ScreenContext) -> SafeText {
        let isInOutbox = isNoDraft(context)
        return SafeText(trusted: Sentences.change(change, isInOutbox: isInOutbox).text)
    }

    /// Returns the words about a change, above the content of the step; none without a change.
    func changeBlocks(_ context: ScreenContext) -> [Block] {
        guard let change else { return [] }
        return [.text([words(for: change, context)], role: .statusWarning)]
    }

    /// Returns the button that replaces those leading to a code.
    func changeButtons(_ context: ScreenContext) -> ButtonsModel {
        let title: SafeText = isNoDraft(context) ? "Leave" : "Change"
        return ButtonsModel([Button("change", title, kind: .safe)], focused: 0)
    }

    /// Returns true if the transfer is in the outbox and cannot be changed any more.
    private func isNoDraft(_ context: ScreenContext) -> Bool {
        step == .authorise && (review == nil || isInOutbox(context))
    }

    /// Goes to the step at which a changed side is chosen again; the typed text stays.
    mutating func chooseAnew(_ change: Change, _ turn: inout Turn) {
        guard !isNoDraft(turn.context) else { return back(&turn) }
        request = nil
        spinner.stop()
        code.clear()
        step = change.step
        fromWords.clear()
        toWords.clear()
        selectChosen(turn.context)
        problem = nil
        doubt = .changed(change)
    }

    /// Selects the former choice of a step with a list, so that Enter chooses it again, with the
    /// reason if it changed; no row if it has gone.
    mutating func selectChosen(_ context: ScreenContext) {
        let found: Change?
        switch step {
        case .from:
            selectPayer(context)
            found = context.session.flatMap { Self.isTold($0) ? payerChange($0) : nil }
        case .to:
            selectReceiver(context)
            found = context.session.flatMap { Self.isTold($0) ? receiverChange($0) : nil }
        case .amount, .review, .authorise, .done: return
        }
        guard let found else { return }
        problem = nil
        doubt = .changed(found)
    }

    private mutating func selectPayer(_ context: ScreenContext) {
        let rows = payers(context)
        fromList.setRows(rows)
        let isHere = context.session?.accounts?.contains { $0.record.accountID == from }
        if let row = rows.firstIndex(where: { $0.record.accountID == from }) {
            fromList.select(row)
        } else if let from, isHere != true {
            fromList.choose(RowID(from.rawValue), among: rows)
        } else {
            // Nothing was chosen, or it only lacks the words that are looked for.
            beginPayers(context)
        }
    }

    private mutating func selectReceiver(_ context: ScreenContext) {
        let rows = targets(context)
        toList.setRows(rows)
        let isHere = targets(context, isFiltered: false).contains { $0.accountID == to }
        if let row = rows.firstIndex(where: { $0.accountID == to }) {
            toList.select(row)
        } else if let to, !isHere {
            let isOwn = shownReceiver(context)?.ownRecord != nil
            toList.choose(Target.rowID(of: to, isOwn: isOwn), among: rows)
        } else {
            // Nobody was chosen, or they only lack the words that are looked for.
            beginTargets(context)
        }
    }

    /// Selects the first account that can pay, or the first of all if none can.
    mutating func beginPayers(_ context: ScreenContext) {
        let rows = payers(context)
        fromList.setRows(rows)
        fromList.select(rows.firstIndex(where: Self.canPay) ?? 0)
    }

    /// Selects the first receiver that can be paid, or the first of all if none can.
    mutating func beginTargets(_ context: ScreenContext) {
        let rows = targets(context)
        toList.setRows(rows)
        toList.select(rows.firstIndex { $0.refusal == nil } ?? 0)
    }

    /// Updates both lists to their present rows; rows that have just arrived begin as usual.
    mutating func arrangeRows(_ context: ScreenContext) {
        let areNew = (from: fromList.count == 0, to: toList.count == 0)
        fromList.setRows(payers(context), isAttended: step == .from)
        toList.setRows(targets(context), isAttended: step == .to)
        if areNew.from, from == nil, fromList.selected == 0 { beginPayers(context) }
        if areNew.to, to == nil, toList.selected == 0 { beginTargets(context) }
    }
}
