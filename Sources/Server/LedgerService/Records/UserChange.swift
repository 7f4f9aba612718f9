public import CoreVocabulary
public import IdentityCore

/// What may change of a user, as it is from some time on; the last one counts.
public struct UserChange: Hashable, Sendable {
    /// The user who is changed.
    public let userID: UserID
    /// What the user is at the bank.
    public let role: Role
    /// Whether the user may not be here any more.
    public let isDisabled: Bool
    /// The hashed password; nil for the one that the user was added with.
    public let password: PasswordRecord?
    /// Since when.
    public let changedAt: Instant

    /// Makes a change.
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
