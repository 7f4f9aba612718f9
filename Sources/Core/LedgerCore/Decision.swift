public import CoreVocabulary

/// What the ledger decided the first time it was asked, and when.
public struct Decision: Hashable, Sendable {
    /// Why it was refused; nil when it was accepted.
    public let refusal: Refusal?
    /// When it was decided.
    public let decidedAt: Instant

    /// Makes a decision.
    public init(refusal: Refusal? = nil, decidedAt: Instant) {
        self.refusal = refusal
        self.decidedAt = decidedAt
    }

    /// Whether it was accepted.
    public var isAccepted: Bool { refusal == nil }
}
