import SyncCore

extension ChainBreak {
    /// The number under which a reason is stored; never changed or used again.
    var number: Int64 {
        switch self {
        case .otherAccount: 1
        case .sequenceGap: 2
        case .balanceMismatch: 3
        case .divergence: 4
        case .unreadable: 5
        }
    }

    /// The reason of a number; one that nobody wrote counts as an unreadable row.
    init(number: Int64) {
        self =
            switch number {
            case 1: .otherAccount
            case 2: .sequenceGap
            case 3: .balanceMismatch
            case 4: .divergence
            default: .unreadable
            }
    }
}
