import TerminalKit

/// The transfers that waited and were decided, counted to be told in one sentence.
struct DecisionCounts: Hashable, Sendable {
    /// The number that was posted.
    private(set) var posted = 0
    /// The number that was refused.
    private(set) var refused = 0
    /// The number that was taken back in time, as their user wanted.
    private(set) var takenBack = 0

    /// All of them together.
    var total: Int { posted + refused + takenBack }

    /// The gravity of telling them: a refusal outranks whatever else there is.
    var kind: Toast.Kind {
        if refused > 0 { return .warning }
        return posted > 0 ? .success : .information
    }

    /// Counts one more.
    mutating func add(_ stage: TransferStage) {
        switch stage {
        case .posted: posted += 1
        case .refused: refused += 1
        case .takenBack: takenBack += 1
        // A notice and the inbox tell of what the bank lost; the others are not decided.
        case .lost, .turnedAway, .queued, .queuedAgain, .sending, .unknown, .askedBack, .needsCode:
            break
        }
    }
}
