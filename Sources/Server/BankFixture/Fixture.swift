package import CoreVocabulary
package import MoneyCore

/// Made-up bank with people, accounts and past payments.
///
/// It depends only on the files and the seed in them, so the same files give the same bytes.
package struct Fixture: Sendable {
    /// Person who may sign in.
    package struct Person: Sendable {
        /// The name to sign in with.
        package let user: String
        /// The code word of the role.
        package let role: String
        /// The name to show.
        package let name: String
        /// The password, which is public like all of a fixture.
        package let password: String
        /// The secret of the authenticator in Base32.
        package let totpSecret: String
        /// The hash algorithm of the authenticator: `SHA1`, `SHA256` or `SHA512`.
        package let totpAlgorithm: String
    }

    /// Account of a customer or of the bank itself.
    package struct Account: Sendable {
        /// The key of the account in the fixture's files.
        package let key: String
        /// Its identifier in the ledger.
        package let id: AccountID
        /// The account's holder, by name.
        package let holder: String
        /// The product name of the account.
        package let product: String
        /// The account number, digits only; for the bank's own accounts the key.
        package let number: String
        /// The IFSC code of its branch.
        package let branchCode: String
        /// The currency of all its entries.
        package let currency: Currency
        /// The lowest balance of a customer's account, in minor units.
        package let minimumMinorUnits: Int64
        /// The user who owns it; nil if the holder cannot sign in.
        package let owner: String?
        /// True if it is the bank's own.
        package let isInternal: Bool
        /// The first deposit; nil for the bank's own accounts.
        let opening: Money?
    }

    /// Payee of a user.
    package struct Payee: Sendable {
        /// The user who has the payee.
        package let user: String
        /// The key of the payee's account.
        package let accountKey: String
        /// The name given to the payee.
        package let name: String
    }

    /// Access of a member of staff to all customers' accounts.
    package struct Grant: Sendable {
        /// The member of staff, by user name.
        package let user: String
        /// The access: `operate`, `view` or `view-masked`.
        package let access: String
    }

    /// The name of the bank.
    package let bankName: String
    /// The time zone in which the bank counts its days.
    package let zone: ZoneOffset
    /// The seed of all random values.
    package let seed: UInt64
    /// The first day of the past.
    package let firstDay: BusinessDate
    /// The last day of the past.
    package let lastDay: BusinessDate
    /// The people who may sign in, in the order of the file.
    package let people: [Person]
    /// The bank's own accounts, then the customers', in the order of the files.
    package let accounts: [Account]
    /// The access of staff to customers' accounts.
    package let grants: [Grant]
    /// All payees, in the order of the file.
    package let payees: [Payee]

    let regular: [FixtureRule]
    let frequent: [FixtureRule]
    let holds: [FixtureRule]

    /// Reads a fixture from a folder with `bank.toml`, `people.toml`, `accounts.toml`,
    /// `payees.toml` and `activity.toml`; throws the file and the fault in it.
    package init(folder: String) throws(FixtureError) {
        let bank = try FixtureBank(folder: folder)
        let people = try FixtureReader.people(in: folder)
        let users = Set(people.map(\.user))
        var keys = bank.accountKeys
        let (customers, grants) = try FixtureReader.read("accounts.toml", in: folder) {
            (file) throws(FixtureError) in
            let customers = try file.records("account") { (row) throws(FixtureError) in
                try Account(customer: &row, users, &keys)
            }
            let grants = try file.records("grant") { (row) throws(FixtureError) in
                try Grant(&row, users)
            }
            return (customers, grants)
        }
        let accounts = bank.accounts + customers
        payees = try FixtureReader.read("payees.toml", in: folder) {
            (file) throws(FixtureError) in
            try file.records("payee") { (row) throws(FixtureError) in
                try Payee(&row, users, accounts)
            }
        }
        (regular, frequent, holds) = try FixtureReader.read("activity.toml", in: folder) {
            (file) throws(FixtureError) in
            func rules(_ table: FixtureRule.Table) throws(FixtureError) -> [FixtureRule] {
                try file.records(table.rawValue) { (row) throws(FixtureError) in
                    try FixtureRule(table, &row, accounts)
                }
            }
            return (try rules(.regular), try rules(.frequent), try rules(.hold))
        }
        bankName = bank.name
        zone = bank.zone
        seed = bank.seed
        firstDay = bank.firstDay
        lastDay = bank.lastDay
        self.people = people
        self.accounts = accounts
        self.grants = grants
    }

    /// Returns the account with a key of the files; nil if there is none.
    package func account(_ key: String) -> Account? {
        accounts.first { $0.key == key }
    }
}

extension SplitMix64 {
    /// Returns 128 random bits.
    mutating func nextBits() -> UInt128 { UInt128(next()) << 64 | UInt128(next()) }
}
