import ClientService
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// Fourth step of a transfer: the review of what will be authorised.
struct ReviewStep: Sendable {
    /// Answers to the review.
    enum Answer: Sendable {
        case change, authorise
    }

    /// Review with the key of the transfer.
    let review: TransferReview
    /// Answers with the focus on the one that sends nothing.
    var answers = ButtonRow<Answer>([
        (.change, Button("change", "Change", kind: .safe)),
        (.authorise, Button("authorise", "Go on to the code", kind: .ordinary)),
    ])

    private var reviewed: ReviewedTransfer { review.reviewed }

    /// Creates the step with the focus on the safe answer.
    init(_ review: TransferReview) {
        self.review = review
    }

    /// Returns the transfer with its figures and answers, or with the answer to a changed side.
    func blocks(
        _ sides: TransferSides,
        changed: ButtonsModel?,
        _ context: ScreenContext
    ) -> [Block] {
        let session = context.session
        var facts = sides.payerFacts(at: .review, context)
        // The figures of an account that is no longer shown would be those of another time.
        if let payer = session?.account(reviewed.debitAccountID) {
            facts += figures(payer, takes: true, context)
        }
        facts += sides.receiverFacts(reviewed, context)
        if let receiver = session?.account(reviewed.creditorAccountID) {
            facts += figures(receiver, takes: false, context)
        }
        facts += reviewed.facts(at: .review, context.format)
        let shortage = changed == nil ? reviewed.liveShortage(context) : nil
        // It stays, whatever else is dropped.
        let note: SafeText =
            changed == nil && shortage == nil
            ? "Nothing has been sent. The next step asks for a code." : "Nothing has been sent."
        // A message would cover the answers where rows are scarce.
        var blocks: [Block] = [.facts(facts)]
        if let shortage { blocks.append(.text([shortage], role: .statusWarning)) }
        blocks.append(.text(note))
        blocks.append(.buttons(changed ?? answers.model))
        return blocks
    }

    /// Returns what an account has, what waits to be taken from it, and what it would have after
    /// all of that and the transfer.
    ///
    /// Calculated from the record whenever it is shown, since news may arrive while the user reads.
    private func figures(
        _ account: AccountSummary,
        takes: Bool,
        _ context: ScreenContext
    ) -> [Fact] {
        let format = context.format
        let balance = account.balance
        // Where rows are short, the receiver's figures go before the payer's.
        let dropPriority = takes ? 1 : 2
        let label: SafeText =
            takes
            ? format.freshness.isLive(balance.freshness) ? "Available now" : "Available"
            : "Its available"
        let now = format.balanceFact(label, .available, of: balance, dropPriority: dropPriority)
        let waiting = waiting(from: account, context)
        let sums = waiting.map { sum in
            sum.fact(takes ? sum.words.label : "From it: " + sum.words.status.word, format)
        }
        let facts = [now] + WaitingSum.lines(sums)
        guard let after = rest(of: balance, takes: takes, waiting) else { return facts }
        let parts: [SafeText?] = [
            after.isNegative ? shortage(isPayer: takes, of: balance, queue: waiting) : nil,
            format.freshness.note(balance.freshness).map { "calculated from: \($0)" },
        ]
        let notes = parts.compactMap(\.self)
        return facts + [
            Fact(
                takes ? "After it" : "Its after",
                .amount(format.balanceAmount(after)),
                note: notes.last.map { notes.count == 1 ? $0 : notes[0] + ", " + $0 },
                dropPriority: dropPriority
            )
        ]
    }

    /// Returns the sums of other transfers that wait to be taken from an account.
    private func waiting(from account: AccountSummary, _ context: ScreenContext) -> [WaitingSum] {
        let others = (context.session?.outbox ?? []).filter {
            $0.intentKey != reviewed.intentKey
        }
        return WaitingSum.sums(of: others, from: account.record)
    }

    /// Returns what a balance would be after the queue and the transfer.
    ///
    /// Nil if it cannot be counted, then the bank decides by its own figures, and for a closed
    /// account, which has none and is stated above.
    private func rest(of balance: AgedBalance, takes: Bool, _ waiting: [WaitingSum]) -> Money? {
        guard balance.addsUp, !balance.isClosed else { return nil }
        let available = balance.available
        let amount = Money(minorUnits: reviewed.amountMinorUnits, currency: available.currency)
        let fee = Money(minorUnits: reviewed.feeMinorUnits, currency: available.currency)
        if takes { return WaitingSum.rest(of: available, after: waiting, and: [amount, fee]) }
        // A sum that overflows cannot be shown.
        let grown = try? available.adding(amount)
        return grown.flatMap { WaitingSum.rest(of: $0, after: waiting, and: []) }
    }

    /// Returns the words for a negative rest; nil if this transfer takes nothing and no other waits.
    ///
    /// The queue is named only where there is enough without it.
    private func shortage(
        isPayer: Bool,
        of balance: AgedBalance,
        queue: [WaitingSum]
    ) -> SafeText? {
        if isPayer, reviewed.rest(of: balance)?.isNegative == true { return "not enough available" }
        return queue.isEmpty ? nil : "not enough for all that waits"
    }
}
