public import CoreVocabulary
public import IdentityCore

/// New values of a user's changeable fields from some time on; the last change applies.
public struct UserChange: Hashable, Sendable {
    /// The user who is changed.
    public let userID: UserID
    /// The user's role at the bank.
    public let role: Role
    /// True if the user is disabled.
    public let isDisabled: Bool
    /// The hashed password; nil for the one that the user was added with.
    public let password: PasswordRecord?
    /// The time of the change.
    public let changedAt: Instant

    /// Creates a change of a user.
    public init(
        userID: UserID,
        role: Role,
        isDisabled: Bool,
        password: PasswordRecord? = nil,
        changedAt: Instant
    ) {
        self.userID = userID
        self.role = role
        self.isDisabled = isDisabled
        self.password = password
        self.changedAt = changedAt
    }
}
