import ClientService
import TerminalKit

/// Availability of the commands at each step.
extension TransferScreen {
    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        switch command {
        case .back: return .enabled
        case .discardDraft:
            guard state.isUnfinished || outboxItem(context) != nil, step != .done else {
                return .inherited
            }
            return isSending || outboxItem(context) != nil
                ? .disabled("It is in the outbox already; it is no draft.") : .enabled
        case .goOverview, .goOutbox, .goStatements, .goSync, .goSessions:
            // A transfer that waits for a code is asked about before it is left.
            return asksOnLeaving(context) ? .enabled : .inherited
        case .newTransfer:
            return .absent
        default: break
        }
        if isWaiting {
            return command == .confirm ? .disabled("The bank is being asked.") : .inherited
        }
        if change != nil, step == .review || step == .authorise {
            return command == .confirm ? .enabled : .inherited
        }
        return availability(of: command, at: step, context)
    }

    private func availability(
        of command: CommandID,
        at step: TransferStep,
        _ context: ScreenContext
    ) -> Availability {
        switch (step, command) {
        case (.from, .choose):
            return payers.list.needsSelection(orElse: "There is no account to choose.")
        case (.from, _):
            return payers.list.availability(of: command, isTyping: payers.filters)
        case (.to, .choose):
            return receivers.list.needsSelection(orElse: "There is nobody to choose.")
        case (.to, _):
            return receivers.list.availability(of: command, isTyping: true)
        case (.amount, .confirm), (.amount, .nextField), (.amount, .previousField): return .enabled
        case (.review, .confirm), (.review, .left), (.review, .right), (.review, .nextField),
            (.review, .previousField):
            return .enabled
        case (.authorise, .confirm), (.done, .confirm): return .enabled
        case (.done, .takeBack): return outboxItem(context)?.canBeTakenBack ?? .inherited
        case (.done, .enterCode):
            guard case .needsCode? = outboxItem(context)?.state else { return .inherited }
            return context.session?.bankRefusal.map { .disabled($0) } ?? .enabled
        case (.authorise, .fillIn):
            return context.configuration.demoNotice?.people.isEmpty == false ? .enabled : .inherited
        default: return .inherited
        }
    }

    func backAction(in context: ScreenContext) -> BackAction {
        switch step {
        case .from where !payers.words.isEmpty, .to where !receivers.words.isEmpty: .clearFilter
        case .authorise where asksOnLeaving(context): .askToLeave
        default: .goBack
        }
    }

    /// The part of the step on which Enter and Tab act.
    var focusedPart: FocusedPart {
        switch step {
        case .review: .answers
        // Where no code is asked for, Enter leads to the side that is chosen again.
        case .authorise: change == nil ? .transferCode : .other
        case .from, .to, .amount, .done: .other
        }
    }
}
