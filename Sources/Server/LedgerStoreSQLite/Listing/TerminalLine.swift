public import CoreVocabulary

/// A terminal in a list, as the books know it: by the name in its certificate.
public struct TerminalLine: Hashable, Sendable {
    /// The common name in its certificate.
    public let name: String
    /// The opening time of the last session at it; nil if none ever was opened.
    public let lastOpenedAt: Instant?
    /// The time of its revocation; nil while it is trusted.
    public let revokedAt: Instant?

    /// Makes a line; without times that of a terminal that the books do not know.
    public init(name: String, lastOpenedAt: Instant? = nil, revokedAt: Instant? = nil) {
        self.name = name
        self.lastOpenedAt = lastOpenedAt
        self.revokedAt = revokedAt
    }
}
