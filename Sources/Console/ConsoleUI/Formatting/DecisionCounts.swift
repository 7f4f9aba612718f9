import TerminalKit

/// Numbers of decided transfers that had been waiting, for a single message.
struct DecisionCounts: Hashable, Sendable {
    /// Number of posted transfers.
    private(set) var posted = 0
    /// Number of refused transfers.
    private(set) var refused = 0
    /// Number of transfers cancelled in time by their user.
    private(set) var takenBack = 0

    /// Total number of decided transfers.
    var total: Int { posted + refused + takenBack }

    /// Severity of the message; a refusal outranks everything else.
    var kind: Toast.Kind {
        if refused > 0 { return .warning }
        return posted > 0 ? .success : .information
    }

    /// Counts one more transfer.
    mutating func add(_ stage: TransferStage) {
        switch stage {
        case .posted: posted += 1
        case .refused: refused += 1
        case .takenBack: takenBack += 1
        // A notice and the inbox report what the bank lost. The other stages are not decided.
        case .lost, .turnedAway, .queued, .queuedAgain, .sending, .unknown, .askedBack, .needsCode:
            break
        }
    }
}
