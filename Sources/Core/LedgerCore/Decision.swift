package import CoreVocabulary

/// The ledger's first answer to a request, with its time.
package struct Decision: Hashable, Sendable {
    /// Reason for a refusal; nil if the request was accepted.
    package let refusal: Refusal?
    /// Time of the decision.
    package let decidedAt: Instant

    /// Creates a decision from its parts.
    package init(refusal: Refusal? = nil, decidedAt: Instant) {
        self.refusal = refusal
        self.decidedAt = decidedAt
    }

    /// True if the request was accepted.
    package var isAccepted: Bool { refusal == nil }
}
