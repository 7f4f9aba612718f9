package import CoreVocabulary
package import IdentityCore

/// User who may sign in, with every secret hashed or sealed.
package struct UserRecord: Hashable, Sendable {
    /// The user's identifier in the books.
    package let id: UserID
    /// The name to sign in with.
    package let name: String
    /// The name to show; text from outside.
    package let displayName: String
    /// The user's role at the bank, from the last ``UserChange`` if there is one.
    package let role: Role
    /// The hashed password, from the last ``UserChange`` if there is one.
    package let password: PasswordRecord
    /// Parameters with which the authenticator generates codes.
    package let totp: TOTP
    /// The sealed secret of the authenticator.
    package let sealedTOTPSecret: [UInt8]
    /// The sealed key of the user's records on consoles.
    package let sealedStorageKey: [UInt8]
    /// The time at which the user was added.
    package let addedAt: Instant
    /// True if the user is disabled.
    package let isDisabled: Bool

    /// Creates a record from stored values.
    package init(
        id: UserID,
        name: String,
        displayName: String,
        role: Role,
        password: PasswordRecord,
        totp: TOTP,
        sealedTOTPSecret: [UInt8],
        sealedStorageKey: [UInt8],
        addedAt: Instant,
        isDisabled: Bool = false
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.role = role
        self.password = password
        self.totp = totp
        self.sealedTOTPSecret = sealedTOTPSecret
        self.sealedStorageKey = sealedStorageKey
        self.addedAt = addedAt
        self.isDisabled = isDisabled
    }
}
