import IdentityCore
package import LedgerCore
import MoneyCore
package import SyncCore

/// Number, branch and names of an account, fixed when it is opened.
package struct AccountProfile: Hashable, Sendable {
    /// The account number, as in ``AccountNumber``; an internal account may have a word instead.
    package let number: String
    /// The branch's IFSC code; empty for an internal account.
    package let branchCode: String
    /// The account's holder; text from outside.
    package let holder: String
    /// The product name of the account, such as "Savings".
    package let product: String

    /// Creates a profile from its parts.
    package init(number: String, branchCode: String, holder: String, product: String) {
        self.number = number
        self.branchCode = branchCode
        self.holder = holder
        self.product = product
    }
}

/// Account in the books with its profile and the head of its chain.
package struct StoredAccount: Hashable, Sendable {
    /// The account's state in the ledger.
    package var account: Account
    /// Number, branch and names by which people know the account.
    package let profile: AccountProfile
    /// The head of its chain; the head's sequence is the account's version.
    package var head: ChainHead

    /// Creates an account from stored values.
    package init(account: Account, profile: AccountProfile, head: ChainHead) {
        self.account = account
        self.profile = profile
        self.head = head
    }

    /// Returns the account record for a user with some access: see ``AccountRecord/shown(with:)``.
    package func record(for access: AccountRecord.Access) -> AccountRecord {
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
    /// Number of digits that masked access shows.
    static let unmaskedDigitCount = 4

    /// Returns the last four characters of a number.
    static func masked(_ number: String) -> String {
        String(number.suffix(unmaskedDigitCount))
    }

    /// Returns the record as a user with some access sees it.
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
    /// Returns the record as a user with some role sees it.
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
