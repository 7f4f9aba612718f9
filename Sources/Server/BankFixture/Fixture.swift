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

    let openings: [String: Money]
    let regular: [FixtureRule]
    let frequent: [FixtureRule]
    let holds: [FixtureRule]

    /// Reads a fixture from a folder with `bank.toml`, `people.toml`, `accounts.toml`,
    /// `payees.toml` and `activity.toml`; throws the file and the fault in it.
    public init(folder: String) throws(FixtureError) {
        try self.init(FixtureReader.read(folder: folder))
    }

    init(_ description: FixtureDescription) throws(FixtureError) {
        let bank = description.bank
        (firstDay, lastDay) = try Self.days(of: bank)
        bankName = bank.name
        zone = bank.zone
        seed = UInt64(bitPattern: Int64(bank.seed))
        people = description.people.people.map(Person.init)
        accounts = try Self.accounts(of: description, seed: seed)
        grants = description.accounts.grants.map { Grant(user: $0.user, access: $0.access) }
        payees = description.payees.payees.map {
            Payee(user: $0.user, accountKey: $0.account, name: $0.name)
        }
        openings = try Self.openings(of: description.accounts)
        let rules = FixtureRuleReader(accounts: accounts)
        regular = try description.activity.regular.map(rules.rule)
        frequent = try description.activity.frequent.map(rules.rule)
        holds = try description.activity.holds.map(rules.rule)
        try checkReferences(in: description)
    }

    /// Returns the account with a key of the files; nil if there is none.
    public func account(_ key: String) -> Account? {
        accounts.first { $0.key == key }
    }

    private func checkReferences(in description: FixtureDescription) throws(FixtureError) {
        let users = Set(people.map(\.user))
        func check(_ user: String, at key: String, _ origin: FixtureOrigin) throws(FixtureError) {
            guard users.contains(user) else {
                throw origin.error(at: key, "There is no user '\(user)'.")
            }
        }
        for row in description.accounts.accounts {
            if let owner = row.owner { try check(owner, at: "owner", row.origin) }
        }
        for row in description.accounts.grants { try check(row.user, at: "user", row.origin) }
        for row in description.payees.payees {
            try check(row.user, at: "user", row.origin)
            guard account(row.account) != nil else {
                throw row.origin.error(at: "account", "There is no account '\(row.account)'.")
            }
        }
    }

    private static func days(
        of bank: FixtureDescription.BankFile
    ) throws(FixtureError) -> (first: BusinessDate, last: BusinessDate) {
        func day(_ text: String, at key: String) throws(FixtureError) -> BusinessDate {
            guard let day = BusinessDate(text) else {
                throw bank.origin.error(at: key, "'\(text)' is no day; write it as 2026-11-20.")
            }
            return day
        }
        let first = try day(bank.firstDay, at: "first-day")
        let last = try day(bank.lastDay, at: "last-day")
        guard first <= last else {
            throw bank.origin.error(at: "last-day", "The last day should not be before the first.")
        }
        return (first, last)
    }

    private static func openings(
        of file: FixtureDescription.AccountsFile
    ) throws(FixtureError) -> [String: Money] {
        var openings: [String: Money] = [:]
        for row in file.accounts {
            let currency = try row.origin.currency(row.currency, at: "currency")
            openings[row.key] = try row.origin.amount(row.opening, currency, at: "opening")
        }
        return openings
    }

    private static func accounts(
        of description: FixtureDescription,
        seed: UInt64
    ) throws(FixtureError) -> [Account] {
        var random = SplitMix64(seed: seed)
        var accounts: [Account] = []
        var keys: Set<String> = []
        func add(_ account: Account, _ origin: FixtureOrigin) throws(FixtureError) {
            guard keys.insert(account.key).inserted else {
                throw origin.error(at: "key", "There is an account '\(account.key)' already.")
            }
            accounts.append(account)
        }
        for row in description.bank.internals {
            try add(Account(row, id: AccountID(rawValue: random.nextBits())), row.origin)
        }
        for row in description.accounts.accounts {
            try add(Account(row, id: AccountID(rawValue: random.nextBits())), row.origin)
        }
        return accounts
    }
}

extension Fixture.Account {
    fileprivate init(
        _ row: FixtureDescription.InternalAccount,
        id: AccountID
    ) throws(FixtureError) {
        self.init(
            key: row.key,
            id: id,
            holder: row.name,
            product: "Internal",
            number: row.key,
            branchCode: "",
            currency: try row.origin.currency(row.currency, at: "currency"),
            minimumMinorUnits: 0,
            owner: nil,
            isInternal: true
        )
    }

    fileprivate init(
        _ row: FixtureDescription.CustomerAccount,
        id: AccountID
    ) throws(FixtureError) {
        let currency = try row.origin.currency(row.currency, at: "currency")
        self.init(
            key: row.key,
            id: id,
            holder: row.holder,
            product: row.product,
            number: row.number,
            branchCode: row.branch,
            currency: currency,
            minimumMinorUnits: try row.origin.amount(row.minimum, currency, at: "minimum")
                .minorUnits,
            owner: row.owner,
            isInternal: false
        )
    }
}

extension Fixture.Person {
    init(_ person: FixtureDescription.Person) {
        self.init(
            user: person.user,
            role: person.role,
            name: person.name,
            password: person.password,
            totpSecret: person.totpSecret,
            totpAlgorithm: person.totpAlgorithm
        )
    }
}

extension SplitMix64 {
    /// Returns 128 random bits.
    mutating func nextBits() -> UInt128 {
        UInt128(next()) << 64 | UInt128(next())
    }
}
