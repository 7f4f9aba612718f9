import CoreVocabulary

/// The place of one entry in a record.
struct RecordPlace: Hashable, Comparable, Sendable {
    let account: AccountID
    let sequence: Int64

    static func < (left: RecordPlace, right: RecordPlace) -> Bool {
        (left.account, left.sequence) < (right.account, right.sequence)
    }
}
