import ClientService
import IdentityCore
import SyncCore
import TerminalKit

/// Last step of a transfer: its outcome, which is followed until the bank has decided.
struct DoneStep: Sendable {
    /// State of the transfer by the latest answer of the bank or the outbox.
    struct Standing: Sendable {
        /// State in the outbox.
        var state: OutboxItem.State
        /// True if it was cancelled, and the bank has not said whether in time.
        var isCancelAsked = false
        /// Number of times that it was sent.
        var sendCount = 0
        /// True if the bank's restored books do not hold it, though it was posted.
        var isLost = false

        /// Creates a state of which nothing else is known.
        init(_ state: OutboxItem.State) {
            self.state = state
        }

        /// Copies the state of a transfer in the outbox.
        init(_ item: OutboxItem) {
            state = item.state
            isCancelAsked = item.isCancelAsked
            sendCount = item.sendCount
            isLost = item.isLost
        }

        /// The bank's decision, unless it was lost; nil while there is none.
        var decision: IntentDecision? {
            guard !isLost, case .decided(let decision) = state else { return nil }
            return decision
        }

        /// The bank's decision if it posted the transfer; nil otherwise.
        var posting: IntentDecision? {
            guard let decision, case .posted = decision.outcome else { return nil }
            return decision
        }
    }

    /// The transfer as it was authorised.
    let reviewed: ReviewedTransfer
    /// True if it was opened from the outbox, so that it went through no step here.
    let isFromOutbox: Bool
    /// State by the latest answer.
    var standing: Standing
    /// True once the decision was marked as seen.
    private var isAcknowledged = false
    /// True while the outbox is asked for the state.
    var awaitsOutbox: Bool

    /// Creates the step with a state.
    init(
        reviewed: ReviewedTransfer,
        isFromOutbox: Bool,
        standing: Standing,
        awaitsOutbox: Bool = false
    ) {
        self.reviewed = reviewed
        self.isFromOutbox = isFromOutbox
        self.standing = standing
        self.awaitsOutbox = awaitsOutbox
    }

    /// Marks a decision that posted the transfer as seen, if the user can see it here.
    ///
    /// A refusal, and what is decided while another screen is above, stays in the inbox until this
    /// screen is left.
    mutating func appear(_ turn: inout Turn) {
        if turn.isInSight { acknowledge(standing.posting, &turn) }
    }

    /// Marks the decision as seen when the user leaves it.
    ///
    /// What the bank lost stays in the inbox until the user marks it as seen, and so does what
    /// nobody could see here.
    mutating func disappear(_ turn: inout Turn) {
        if turn.isInSight { acknowledge(standing.decision, &turn) }
    }

    private mutating func acknowledge(_ decision: IntentDecision?, _ turn: inout Turn) {
        guard let decision, !isAcknowledged else { return }
        isAcknowledged = true
        turn.ask(.acknowledge(decision.key))
    }

    /// Follows the state of the transfer in the outbox; nil if it is not there.
    mutating func follow(_ item: OutboxItem?, _ turn: inout Turn) {
        awaitsOutbox = false
        guard let item else { return }
        guard case .decided = standing.state else {
            standing = Standing(item)
            return appear(&turn)
        }
        // After a decision comes no other state, but restored books may lack it or differ.
        guard case .decided = item.state else { return }
        // A loss is news, whatever was seen before.
        if item.isLost { isAcknowledged = false }
        standing = Standing(item)
    }

    /// Returns the reversal that matches the transfer; nil while it is not known to be posted.
    func reversal(_ context: ScreenContext) -> EntryRecord? {
        standing.posting.flatMap {
            context.session?.reversal(of: reviewed, postedAt: $0.decidedAt)
        }
    }

    /// Returns the outcome with the facts of the transfer.
    func blocks(_ sides: TransferSides, _ context: ScreenContext) -> [Block] {
        let format = context.format
        let words = TransferWords(
            standing.state,
            isCancelAsked: standing.isCancelAsked,
            sendCount: standing.sendCount,
            isLost: standing.isLost,
            for: context.words
        )
        let outcome = StatusContent(words.status.symbol, words.phrase, role: words.status.role)
        var facts = [Fact("Outcome", .status(outcome))]
        if case .decided(let decision) = standing.state {
            let decidedAt = format.dayAndTime(decision.decidedAt)
            facts.append(Fact("Decided", .text(decidedAt), dropPriority: 1))
        }
        facts += sides.payerFacts(at: .done, context)
        facts += sides.receiverFacts(reviewed, context) + reviewed.facts(at: .done, format)
        if case .decided(let decision) = standing.state,
            case .posted(let journalID) = decision.outcome
        {
            facts.append(EntryScreen.receipt(journalID))
        }
        var blocks: [Block] = [.sentence(words.sentence)]
        if let reversal = reversal(context) {
            blocks.append(.sentence(Sentences.reversed, role: .statusWarning))
            facts += EntryScreen.reversalFacts(reversal, context)
        }
        let close = Button("close", "Close", kind: .safe)
        blocks += [.facts(facts), .buttons(ButtonsModel([close], focused: 0))]
        return blocks
    }
}
