import ClientService

/// A number that stands sealed in a column of the outbox's one row of its own.
enum SealedNumber: String {
    /// The highest generation of the record, so that an older copy of it is noticed.
    case recordGeneration = "record_mark"
    /// The highest epoch of the books that was seen.
    case seenEpoch = "seen_epoch"
    /// The epoch whose books were asked about the decisions in the inbox.
    case checkedEpoch = "checked_epoch"
    /// The epoch of which the user has read that it began.
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
