public import CoreVocabulary

/// State of the link to the bank.
public struct SyncLinkState: Hashable, Sendable {
    /// True if the last request was answered.
    public var isUp: Bool
    /// The bank's time in the last answer, or nil before the first.
    public var lastContact: Instant?
}
