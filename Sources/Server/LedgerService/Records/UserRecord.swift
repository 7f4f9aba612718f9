public import CoreVocabulary
public import IdentityCore

/// A person who may sign in, as the store keeps them: every secret hashed or sealed.
public struct UserRecord: Hashable, Sendable {
    /// The user.
    public let id: UserID
    /// The name to sign in with.
    public let name: String
    /// The name to show.
    public let displayName: String
    /// What the user is at the bank, by the last ``UserChange`` if there was one.
    public let role: Role
    /// The hashed password, by the last ``UserChange`` if there was one.
    public let password: PasswordRecord
    /// How the user's authenticator makes codes.
    public let totp: TOTP
    /// The authenticator's secret, sealed.
    public let sealedTOTPSecret: [UInt8]
    /// The key of the user's records on consoles, sealed.
    public let sealedStorageKey: [UInt8]
    /// When the user was added.
    public let addedAt: Instant
    /// Whether the user may not be here any more.
    public let isDisabled: Bool

    /// Makes a record from what a store kept.
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
