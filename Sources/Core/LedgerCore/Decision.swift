public import CoreVocabulary

/// The ledger's first answer to a request, with its time.
public struct Decision: Hashable, Sendable {
    /// Reason for a refusal; nil if the request was accepted.
    public let refusal: Refusal?
    /// Time of the decision.
    public let decidedAt: Instant

    /// Creates a decision from its parts.
    public init(refusal: Refusal? = nil, decidedAt: Instant) {
        self.refusal = refusal
        self.decidedAt = decidedAt
    }

    /// True if the request was accepted.
    public var isAccepted: Bool { refusal == nil }
}
