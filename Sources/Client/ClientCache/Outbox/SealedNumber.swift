import ClientService

/// A number that is stored sealed in a column of the outbox's `meta` row.
enum SealedNumber: String {
    /// The highest generation of the record, which reveals an older copy of it.
    case recordGeneration = "record_mark"
    /// The highest epoch of the books that was seen.
    case seenEpoch = "seen_epoch"
    /// The epoch for which the bank was asked about the decisions in the inbox.
    case checkedEpoch = "checked_epoch"
    /// The epoch whose notice the user has read.
    case readEpoch = "read_epoch"

    init(_ mark: EpochMark) {
        self =
            switch mark {
            case .seen: .seenEpoch
            case .inboxChecked: .checkedEpoch
            case .noticeRead: .readEpoch
            }
    }

    var column: String { rawValue }

    var kind: RowSealer.Kind {
        switch self {
        case .recordGeneration: .recordMark
        case .seenEpoch: .seenEpoch
        case .checkedEpoch: .checkedEpoch
        case .readEpoch: .readEpoch
        }
    }
}
