package import CoreVocabulary
package import Cryptography
package import IdentityCore
package import LedgerCore

/// User to be added to the bank.
package struct NewUser: Sendable {
    /// The user's identifier; nil for a new one.
    package let id: UserID?
    /// The name to sign in with.
    package let name: String
    /// The name to show; text from outside.
    package let displayName: String
    /// The user's role at the bank.
    package let role: Role
    /// The password, which the caller wipes afterwards.
    package let password: SharedSecret
    /// The authenticator's secret, 16 bytes or more, which the caller wipes afterwards.
    package let totpSecret: SharedSecret
    /// Parameters with which the authenticator generates codes.
    package let totp: TOTP

    /// Creates the description of a new user; without an `id`, the bank generates one.
    package init(
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

/// Account to be opened at the bank.
package struct NewAccount: Hashable, Sendable {
    /// Data that the ledger needs.
    package let opening: AccountOpening
    /// Number, branch and names by which people know the account.
    package let profile: AccountProfile
    /// The opening time, if it is in the past; nil for now.
    package let openedAt: Instant?

    /// Creates the description of a new account; without `openedAt`, it opens now.
    package init(opening: AccountOpening, profile: AccountProfile, openedAt: Instant? = nil) {
        self.opening = opening
        self.profile = profile
        self.openedAt = openedAt
    }
}

/// User as the administration sees it.
package struct UserSummary: Hashable, Sendable {
    /// The user's identifier in the books.
    package let id: UserID
    /// The name to sign in with.
    package let name: String
    /// The name to show; text from outside.
    package let displayName: String
    /// The user's role at the bank.
    package let role: Role
    /// True if the user is disabled and may not sign in.
    package let isDisabled: Bool

    init(_ user: UserRecord) {
        id = user.id
        name = user.name
        displayName = user.displayName
        role = user.role
        isDisabled = user.isDisabled
    }
}
