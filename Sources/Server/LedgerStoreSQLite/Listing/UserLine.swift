public import CoreVocabulary

/// User of the bank, as a list row.
public struct UserLine: Hashable, Sendable {
    /// The user's number in the order in which users were added.
    public let number: Int64
    /// The user's identifier in the books.
    public let id: UserID
    /// The name to sign in with.
    public let name: String
    /// The name to show.
    public let displayName: String
    /// The code word of the role.
    public let role: String
    /// True if the user is disabled.
    public let isDisabled: Bool
    /// The time at which the user was added.
    public let addedAt: Instant
    /// The number of active sessions.
    public let openSessionCount: Int64
}
