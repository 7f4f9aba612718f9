import IdentityCore
public import LedgerCore
import MoneyCore
public import SyncCore

/// What people know an account by; given when it is opened and never changed.
public struct AccountProfile: Hashable, Sendable {
    /// The account's number, as ``AccountNumber`` has it; one of the bank's own may have a word.
    public let number: String
    /// The branch's IFSC; empty for an internal account.
    public let branchCode: String
    /// Whose account it is; text from outside.
    public let holder: String
    /// What kind of account it is, such as "Savings".
    public let product: String

    /// Makes a profile.
    public init(number: String, branchCode: String, holder: String, product: String) {
        self.number = number
        self.branchCode = branchCode
        self.holder = holder
        self.product = product
    }
}

/// An account with its profile and the head of its chain.
public struct StoredAccount: Hashable, Sendable {
    /// What the ledger knows of it.
    public var account: Account
    /// What people know it by.
    public let profile: AccountProfile
    /// The head of its chain; its sequence is the account's version.
    public var head: ChainHead

    /// Makes it from what a store kept.
    public init(account: Account, profile: AccountProfile, head: ChainHead) {
        self.account = account
        self.profile = profile
        self.head = head
    }

    /// The account as a user with some access is told of it.
    ///
    /// Who may only see it masked is sent the last four digits of the number and no others.
    func record(for access: AccountRecord.Access) -> AccountRecord {
        AccountRecord(
            accountID: account.id,
            number: profile.number,
            branchCode: profile.branchCode,
            holder: profile.holder,
            product: profile.product,
            currency: account.currency,
            heldMinorUnits: account.held.minorUnits,
            minimumBalanceMinorUnits: account.lowestBalance ?? 0,
            isClosed: account.isClosed,
            access: access,
            accountSequence: account.version
        ).shown(with: access)
    }
}

extension AccountRecord {
    /// How many digits of a number are told to who may only see it masked.
    static let unmaskedDigitCount = 4

    /// The last digits of a number, and no others.
    static func masked(_ number: String) -> String {
        String(number.suffix(unmaskedDigitCount))
    }

    /// The record as it is told to a user with some access.
    func shown(with access: Access) -> AccountRecord {
        AccountRecord(
            accountID: accountID,
            number: access == .viewMasked ? Self.masked(number) : number,
            branchCode: branchCode,
            holder: holder,
            product: product,
            currency: currency,
            heldMinorUnits: heldMinorUnits,
            minimumBalanceMinorUnits: minimumBalanceMinorUnits,
            isClosed: isClosed,
            access: access,
            accountSequence: accountSequence
        )
    }
}

extension PayeeRecord {
    /// The record as it is told to whoever has a role.
    func shown(to role: Role) -> PayeeRecord {
        guard !Rights.seesWholeNumbers(role) else { return self }
        return PayeeRecord(
            accountID: accountID,
            name: name,
            number: AccountRecord.masked(number),
            branchCode: branchCode,
            currency: currency,
            isRemoved: isRemoved
        )
    }
}
