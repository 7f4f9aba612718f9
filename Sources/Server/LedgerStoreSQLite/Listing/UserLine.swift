public import CoreVocabulary

/// A user in a list.
public struct UserLine: Hashable, Sendable {
    /// The number in the order of adding.
    public let number: Int64
    /// The identifier.
    public let id: UserID
    /// The name to sign in with.
    public let name: String
    /// The name to show.
    public let displayName: String
    /// The role's word.
    public let role: String
    /// True if the user is shut out.
    public let isDisabled: Bool
    /// When the user was added.
    public let addedAt: Instant
    /// How many sessions are under way.
    public let openSessionCount: Int64
}
