import TerminalKit

/// Steps of a transfer in order.
enum TransferStep: Int, CaseIterable, Sendable {
    case from, to, amount, review, authorise, done

    /// Name of the step in the crumbs.
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

    /// Drop priority of facts that the review has shown already.
    var reviewedPriority: Int { self == .authorise || self == .done ? 1 : 0 }

    /// The crumbs of all steps, of which this one is current.
    var crumbs: [Crumb] {
        Self.allCases.map { other in
            Crumb(
                other.title,
                other.rawValue < rawValue ? .done : other == self ? .current : .ahead
            )
        }
    }
}
