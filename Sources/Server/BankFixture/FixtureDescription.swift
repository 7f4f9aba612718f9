/// A made-up bank as its TOML files tell of it, word for word; ``FixturePlan`` makes sense of it.
struct FixtureDescription: Sendable {
    var bank: BankFile
    var people: PeopleFile
    var accounts: AccountsFile
    var payees: PayeesFile
    var activity: ActivityFile

    /// `bank.toml`
    struct BankFile: Decodable, Sendable {
        var schema: Int
        var name: String
        var seed: Int
        var firstDay: String
        var lastDay: String
        var utcOffsetMinutes: Int
        var branches: [Branch]
        var internals: [InternalAccount]

        enum CodingKeys: String, CodingKey {
            case schema, name, seed
            case firstDay = "first-day"
            case lastDay = "last-day"
            case utcOffsetMinutes = "utc-offset-minutes"
            case branches = "branch"
            case internals = "internal"
        }
    }

    struct Branch: Decodable, Sendable {
        var code: String
        var name: String
    }

    struct InternalAccount: Decodable, Sendable {
        var key: String
        var name: String
        var currency: String
    }

    /// `people.toml`
    struct PeopleFile: Decodable, Sendable {
        var people: [Person]

        enum CodingKeys: String, CodingKey {
            case people = "person"
        }
    }

    struct Person: Decodable, Sendable {
        var user: String
        var role: String
        var name: String
        var password: String
        var totpSecret: String
        var totpAlgorithm: String

        enum CodingKeys: String, CodingKey {
            case user, role, name, password
            case totpSecret = "totp-secret"
            case totpAlgorithm = "totp-algorithm"
        }
    }

    /// `accounts.toml`
    struct AccountsFile: Decodable, Sendable {
        var accounts: [CustomerAccount]
        var grants: [Grant]

        enum CodingKeys: String, CodingKey {
            case accounts = "account"
            case grants = "grant"
        }
    }

    struct CustomerAccount: Decodable, Sendable {
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

    struct Grant: Decodable, Sendable {
        var user: String
        var access: String
    }

    /// `payees.toml`
    struct PayeesFile: Decodable, Sendable {
        var payees: [Payee]

        enum CodingKeys: String, CodingKey {
            case payees = "payee"
        }
    }

    struct Payee: Decodable, Sendable {
        var user: String
        var account: String
        var name: String
    }

    /// `activity.toml`
    struct ActivityFile: Decodable, Sendable {
        var regular: [Regular]
        var frequent: [Frequent]
        var holds: [Hold]

        enum CodingKeys: String, CodingKey {
            case regular, frequent
            case holds = "hold"
        }
    }

    struct Regular: Decodable, Sendable {
        var account: String
        var through: String
        var direction: String
        var day: Int
        var everyMonths: Int?
        var least: String
        var most: String
        var counterparty: String
        var reference: String

        enum CodingKeys: String, CodingKey {
            case account, through, direction, day, least, most, counterparty, reference
            case everyMonths = "every-months"
        }
    }

    struct Frequent: Decodable, Sendable {
        var account: String
        var through: String
        var direction: String
        var perMonth: Int
        var least: String
        var most: String
        var step: String?
        var counterparties: [String]
        var reference: String

        enum CodingKeys: String, CodingKey {
            case account, through, direction, least, most, step, counterparties, reference
            case perMonth = "per-month"
        }
    }

    struct Hold: Decodable, Sendable {
        var account: String
        var through: String
        var amount: String
        var counterparty: String
        var reference: String
        var daysBeforeEnd: Int

        enum CodingKeys: String, CodingKey {
            case account, through, amount, counterparty, reference
            case daysBeforeEnd = "days-before-end"
        }
    }
}
