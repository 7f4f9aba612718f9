package import CoreVocabulary

/// Terminal in the books, as a list row; its identity is the name in its certificate.
package struct TerminalLine: Hashable, Sendable {
    /// The common name in its certificate.
    package let name: String
    /// The opening time of the last session at it; nil if there was none.
    package let lastOpenedAt: Instant?
    /// The time of its revocation; nil if it is not revoked.
    package let revokedAt: Instant?

    /// Creates a list row; without times it is that of a terminal that the books do not have.
    package init(name: String, lastOpenedAt: Instant? = nil, revokedAt: Instant? = nil) {
        self.name = name
        self.lastOpenedAt = lastOpenedAt
        self.revokedAt = revokedAt
    }
}
