/// Contents of a fixture's TOML files, not interpreted yet; ``Fixture`` interprets them.
struct FixtureDescription: Sendable {
    var bank: BankFile
    var people: PeopleFile
    var accounts: AccountsFile
    var payees: PayeesFile
    var activity: ActivityFile

    /// The whole of `bank.toml`.
    struct BankFile: Sendable {
        var origin: FixtureOrigin
        var name: String
        var seed: Int
        var firstDay: String
        var lastDay: String
        var utcOffsetMinutes: Int
        var branches: [Branch]
        var internals: [InternalAccount]
    }

    /// A `[[branch]]` of `bank.toml`.
    struct Branch: Sendable {
        var code: String
        var name: String
    }

    /// An `[[internal]]` of `bank.toml`.
    struct InternalAccount: Sendable {
        var origin: FixtureOrigin
        var key: String
        var name: String
        var currency: String
    }

    /// The whole of `people.toml`.
    struct PeopleFile: Sendable {
        var people: [Person]
    }

    /// A `[[person]]` of `people.toml`.
    struct Person: Sendable {
        var user: String
        var role: String
        var name: String
        var password: String
        var totpSecret: String
        var totpAlgorithm: String
    }

    /// The whole of `accounts.toml`.
    struct AccountsFile: Sendable {
        var accounts: [CustomerAccount]
        var grants: [Grant]
    }

    /// An `[[account]]` of `accounts.toml`.
    struct CustomerAccount: Sendable {
        var origin: FixtureOrigin
        var key: String
        var owner: String?
        var holder: String
        var product: String
        var number: String
        var branch: String
        var currency: String
        var opening: String
        var minimum: String
    }

    /// A `[[grant]]` of `accounts.toml`.
    struct Grant: Sendable {
        var origin: FixtureOrigin
        var user: String
        var access: String
    }

    /// The whole of `payees.toml`.
    struct PayeesFile: Sendable {
        var payees: [Payee]
    }

    /// A `[[payee]]` of `payees.toml`.
    struct Payee: Sendable {
        var origin: FixtureOrigin
        var user: String
        var account: String
        var name: String
    }

    /// The whole of `activity.toml`.
    struct ActivityFile: Sendable {
        var regular: [Regular]
        var frequent: [Frequent]
        var holds: [Hold]
    }

    /// A `[[regular]]` of `activity.toml`.
    struct Regular: Sendable {
        var origin: FixtureOrigin
        var account: String
        var through: String
        var direction: String
        var day: Int
        var everyMonths: Int
        var least: String
        var most: String
        var counterparty: String
        var reference: String
    }

    /// A `[[frequent]]` of `activity.toml`.
    struct Frequent: Sendable {
        var origin: FixtureOrigin
        var account: String
        var through: String
        var direction: String
        var perMonth: Int
        var least: String
        var most: String
        var step: String?
        var counterparties: [String]
        var reference: String
    }

    /// A `[[hold]]` of `activity.toml`.
    struct Hold: Sendable {
        var origin: FixtureOrigin
        var account: String
        var through: String
        var amount: String
        var counterparty: String
        var reference: String
        var daysBeforeEnd: Int
    }
}
