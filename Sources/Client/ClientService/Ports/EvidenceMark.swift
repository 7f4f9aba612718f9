package import CoreVocabulary
package import SyncCore

/// Mark on evidence that was submitted to the bank: verdict, time and epoch.
package struct EvidenceMark: Hashable, Sendable {
    /// The bank's verdict on the evidence.
    package let verdict: EvidenceVerdict
    /// Time of the answer, by this console's estimate of the bank's clock.
    package let toldAt: Instant
    /// Epoch of the books at submission; the books of a later epoch may have lost it.
    package let epoch: UInt64

    /// Creates a mark from its parts.
    package init(verdict: EvidenceVerdict, toldAt: Instant, epoch: UInt64) {
        self.verdict = verdict
        self.toldAt = toldAt
        self.epoch = epoch
    }
}
