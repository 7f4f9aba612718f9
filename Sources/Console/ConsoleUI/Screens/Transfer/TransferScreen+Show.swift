import ClientService
import TerminalKit

/// Content of the steps.
extension TransferScreen {
    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Transfer")
        content.crumbs = crumbs
        if let change, step != .from, step != .done {
            content.blocks = [.text([words(for: change, context)], role: .statusWarning)]
        }
        content.blocks += blocks(context)
        // What has changed is stated above already.
        if change == nil, let problem = shownProblem(context) {
            content.blocks.append(.text([problem], role: .statusError))
        } else if let warning = wordsWarning {
            content.blocks.append(.text([warning], role: .statusWarning))
        }
        content.progress = spinner.progress(
            step == .amount ? "Preparing the review" : "Asking the bank",
            context.time
        )
        return content
    }

    private func blocks(_ context: ScreenContext) -> [Block] {
        let changed = change == nil ? nil : changeButtons(context)
        switch state {
        case .from: return payers.blocks(context)
        case .to:
            let facts: [Block] = [.facts(sides.fromFacts(context))]
            return facts + (context.viewport.isLow ? [] : [.space])
                + receivers.blocks(from: sides.from, context)
        case .amount(let step): return step.blocks(details, sides, context)
        case .review(let step): return step.blocks(sides, changed: changed, context)
        case .authorise(let step): return step.blocks(sides, changed: changed, context)
        case .done(let step): return step.blocks(sides, context)
        }
    }

    /// Reason why nothing of the last paste was accepted among the words; nil if all of it was.
    private var wordsWarning: SafeText? {
        switch step {
        case .from: payers.words.warning
        case .to: receivers.words.warning
        case .amount, .review, .authorise, .done: nil
        }
    }

    /// The steps; a transfer opened from the outbox went through none of them here.
    private var crumbs: [Crumb] {
        if case .done(let done) = state, done.isFromOutbox { return [] }
        return step.crumbs
    }

    /// Returns the answer in place of those that lead to a code.
    private func changeButtons(_ context: ScreenContext) -> ButtonsModel {
        let title: SafeText = isNoDraft(context) ? "Leave" : "Change"
        return ButtonsModel([Button("change", title, kind: .safe)], focused: 0)
    }

    private func words(for change: TransferSides.Change, _ context: ScreenContext) -> SafeText {
        Sentences.change(change, isInOutbox: isNoDraft(context)).safeText
    }

    /// Returns what is wrong with the choice or the input, as far as it still is.
    private func shownProblem(_ context: ScreenContext) -> SafeText? {
        guard !hasLeftRefusedRow else { return nil }
        switch problem {
        case nil: return nil
        case .message(let words): return words
        case .receiver(let row):
            let rows = receivers.rows(from: sides.from, context)
            return rows.first { $0.rowID == row }?.refusal
        case .payer(let id):
            let reason = context.session?.account(id)?.record.noPaymentSentence
            return reason.map { SafeText(trusted: "\($0) Choose another one.") }
        case .changed(let told):
            guard let session = context.session, session.hasSides else {
                return words(for: told, context)
            }
            let found = step == .from ? sides.payerChange(session) : receiverChange(session)
            return found.map { words(for: $0, context) }
        }
    }
}
