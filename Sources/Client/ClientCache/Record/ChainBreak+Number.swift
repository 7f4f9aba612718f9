import SyncCore

extension ChainBreak {
    /// Number under which a reason is stored; never changed or reused.
    var number: Int64 {
        switch self {
        case .otherAccount: 1
        case .sequenceGap: 2
        case .balanceMismatch: 3
        case .divergence: 4
        case .unreadable: 5
        }
    }

    /// Creates the reason of a number; an unknown number counts as an unreadable row.
    init(number: Int64) {
        self = Self.allCases.first { $0.number == number } ?? .unreadable
    }
}
