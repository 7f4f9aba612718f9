public import CoreVocabulary
public import IdentityCore

/// User who may sign in, with every secret hashed or sealed.
public struct UserRecord: Hashable, Sendable {
    /// The user's identifier in the books.
    public let id: UserID
    /// The name to sign in with.
    public let name: String
    /// The name to show; text from outside.
    public let displayName: String
    /// The user's role at the bank, from the last ``UserChange`` if there is one.
    public let role: Role
    /// The hashed password, from the last ``UserChange`` if there is one.
    public let password: PasswordRecord
    /// Parameters with which the authenticator generates codes.
    public let totp: TOTP
    /// The sealed secret of the authenticator.
    public let sealedTOTPSecret: [UInt8]
    /// The sealed key of the user's records on consoles.
    public let sealedStorageKey: [UInt8]
    /// The time at which the user was added.
    public let addedAt: Instant
    /// True if the user is disabled.
    public let isDisabled: Bool

    /// Creates a record from stored values.
    public init(
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
