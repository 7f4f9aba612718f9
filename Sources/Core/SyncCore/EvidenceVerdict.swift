/// The bank's answer to one entry that a console submitted as evidence.
///
/// The raw values are sent and stored. They are never changed or reused.
package enum EvidenceVerdict: String, Hashable, Sendable, CaseIterable {
    /// The bank keeps the entry as the submitter's claim, from now or from an earlier submission.
    case kept
    /// The books hold exactly this entry at its place, so nothing is kept.
    case held
    /// The entry is not kept, because the limit for this user's submissions is reached.
    case full
}
