public import CoreVocabulary
public import MoneyCore

/// Made-up bank with people, accounts and past payments.
///
/// It depends only on the files and the seed in them, so the same files give the same bytes.
public struct Fixture: Sendable {
    /// Person who may sign in.
    public struct Person: Sendable {
        /// The name to sign in with.
        public let user: String
        /// The code word of the role.
        public let role: String
        /// The name to show.
        public let name: String
        /// The password, which is public like all of a fixture.
        public let password: String
        /// The secret of the authenticator in Base32.
        public let totpSecret: String
        /// The hash algorithm of the authenticator: `SHA1`, `SHA256` or `SHA512`.
        public let totpAlgorithm: String
    }

    /// Account of a customer or of the bank itself.
    public struct Account: Sendable {
        /// The key of the account in the fixture's files.
        public let key: String
        /// Its identifier in the ledger.
        public let id: AccountID
        /// The account's holder, by name.
        public let holder: String
        /// The product name of the account.
        public let product: String
        /// The account number, digits only; for the bank's own accounts the key.
        public let number: String
        /// The IFSC code of its branch.
        public let branchCode: String
        /// The currency of all its entries.
        public let currency: Currency
        /// The lowest balance of a customer's account, in minor units.
        public let minimumMinorUnits: Int64
        /// The user who owns it; nil if the holder cannot sign in.
        public let owner: String?
        /// True if it is the bank's own.
        public let isInternal: Bool
        /// The first deposit; nil for the bank's own accounts.
        let opening: Money?
    }

    /// Payee of a user.
    public struct Payee: Sendable {
        /// The user who has the payee.
        public let user: String
        /// The key of the payee's account.
        public let accountKey: String
        /// The name given to the payee.
        public let name: String
    }

    /// Access of a member of staff to all customers' accounts.
    public struct Grant: Sendable {
        /// The member of staff, by user name.
        public let user: String
        /// The access: `operate`, `view` or `view-masked`.
        public let access: String
    }

    /// The name of the bank.
    public let bankName: String
    /// The time zone in which the bank counts its days.
    public let zone: ZoneOffset
    /// The seed of all random values.
    public let seed: UInt64
    /// The first day of the past.
    public let firstDay: BusinessDate
    /// The last day of the past.
    public let lastDay: BusinessDate
    /// The people who may sign in, in the order of the file.
    public let people: [Person]
    /// The bank's own accounts, then the customers', in the order of the files.
    public let accounts: [Account]
    /// The access of staff to customers' accounts.
    public let grants: [Grant]
    /// All payees, in the order of the file.
    public let payees: [Payee]

    let regular: [FixtureRule]
    let frequent: [FixtureRule]
    let holds: [FixtureRule]

    /// Reads a fixture from a folder with `bank.toml`, `people.toml`, `accounts.toml`,
    /// `payees.toml` and `activity.toml`; throws the file and the fault in it.
    public init(folder: String) throws(FixtureError) {
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
    public func account(_ key: String) -> Account? {
        accounts.first { $0.key == key }
    }
}

extension SplitMix64 {
    /// Returns 128 random bits.
    mutating func nextBits() -> UInt128 { UInt128(next()) << 64 | UInt128(next()) }
}
