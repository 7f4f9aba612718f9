package import CoreVocabulary
package import IdentityCore

/// New values of a user's changeable fields from some time on; the last change applies.
package struct UserChange: Hashable, Sendable {
    /// The user who is changed.
    package let userID: UserID
    /// The user's role at the bank.
    package let role: Role
    /// True if the user is disabled.
    package let isDisabled: Bool
    /// The hashed password; nil for the one that the user was added with.
    package let password: PasswordRecord?
    /// The time of the change.
    package let changedAt: Instant

    /// Creates a change of a user.
    package init(
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
