package import CoreVocabulary

/// User of the bank, as a list row.
package struct UserLine: Hashable, Sendable {
    /// The user's number in the order in which users were added.
    package let number: Int64
    /// The user's identifier in the books.
    package let id: UserID
    /// The name to sign in with.
    package let name: String
    /// The name to show.
    package let displayName: String
    /// The code word of the role.
    package let role: String
    /// True if the user is disabled.
    package let isDisabled: Bool
    /// The time at which the user was added.
    package let addedAt: Instant
    /// The number of active sessions.
    package let openSessionCount: Int64
}
