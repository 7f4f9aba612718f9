public import CoreVocabulary
public import SyncCore

/// The mark of evidence that the bank was told: its verdict, and when and in which life of the
/// books it was given.
public struct EvidenceMark: Hashable, Sendable {
    /// The bank's verdict.
    public let verdict: EvidenceVerdict
    /// The time of the answer, by the bank's clock as this console reckons it.
    public let toldAt: Instant
    /// The epoch of the books that were told: those of a later one may have lost it.
    public let epoch: UInt64

    /// Makes a mark.
    public init(verdict: EvidenceVerdict, toldAt: Instant, epoch: UInt64) {
        self.verdict = verdict
        self.toldAt = toldAt
        self.epoch = epoch
    }
}
