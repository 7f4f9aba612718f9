package import CoreVocabulary

/// State of the link to the bank.
package struct SyncLinkState: Hashable, Sendable {
    /// True if the last request was answered.
    package var isUp: Bool
    /// The bank's time in the last answer, or nil before the first.
    package var lastContact: Instant?
}
