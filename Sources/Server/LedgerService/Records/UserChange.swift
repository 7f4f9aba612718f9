public import CoreVocabulary
public import IdentityCore

/// What may change of a user, as it is from some time on; the last one counts.
public struct UserChange: Hashable, Sendable {
    /// The user.
    public let userID: UserID
    /// What the user is at the bank.
    public let role: Role
    /// Whether the user may not be here any more.
    public let isDisabled: Bool
    /// Since when.
    public let changedAt: Instant

    /// Makes a change.
    public init(userID: UserID, role: Role, isDisabled: Bool, changedAt: Instant) {
        self.userID = userID
        self.role = role
        self.isDisabled = isDisabled
        self.changedAt = changedAt
    }
}
