public import CoreVocabulary
public import Cryptography
public import IdentityCore
public import LedgerCore

/// Somebody who is to be added as a user.
public struct NewUser: Sendable {
    /// The user's identifier; nil for a new one.
    public let id: UserID?
    /// The name to sign in with.
    public let name: String
    /// The name to show; text from outside.
    public let displayName: String
    /// What the user is at the bank.
    public let role: Role
    /// The password, which the caller wipes afterwards.
    public let password: SharedSecret
    /// The authenticator's secret, 16 bytes or more, which the caller wipes afterwards.
    public let totpSecret: SharedSecret
    /// How the authenticator makes codes.
    public let totp: TOTP

    /// Makes it.
    public init(
        id: UserID? = nil,
        name: String,
        displayName: String,
        role: Role,
        password: SharedSecret,
        totpSecret: SharedSecret,
        totp: TOTP = .standard
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.role = role
        self.password = password
        self.totpSecret = totpSecret
        self.totp = totp
    }
}

/// An account that is to be opened.
public struct NewAccount: Hashable, Sendable {
    /// What the ledger needs to know.
    public let opening: AccountOpening
    /// What people know it by.
    public let profile: AccountProfile
    /// When it was opened, if that is in the past; nil for now.
    public let openedAt: Instant?

    /// Makes it.
    public init(opening: AccountOpening, profile: AccountProfile, openedAt: Instant? = nil) {
        self.opening = opening
        self.profile = profile
        self.openedAt = openedAt
    }
}

/// A user as the administration sees them.
public struct UserSummary: Hashable, Sendable {
    /// The user.
    public let id: UserID
    /// The name to sign in with.
    public let name: String
    /// The name to show; text from outside.
    public let displayName: String
    /// What the user is at the bank.
    public let role: Role
    /// Whether the user may not be here any more.
    public let isDisabled: Bool
}

/// An account as the administration sees it.
public struct BankAccountSummary: Hashable, Sendable {
    /// What the ledger knows of it.
    public let account: Account
    /// What people know it by.
    public let profile: AccountProfile
}
