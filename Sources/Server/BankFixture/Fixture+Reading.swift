import CoreVocabulary
import MoneyCore

extension Fixture.Person {
    /// Reads a `[[person]]` of `people.toml`.
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            user: try fields.text("user"),
            role: try fields.text("role"),
            name: try fields.text("name"),
            password: try fields.text("password"),
            totpSecret: try fields.text("totp-secret"),
            totpAlgorithm: try fields.text("totp-algorithm")
        )
    }
}

extension Fixture.Account {
    /// Creates an account of the bank itself, whose number is its key.
    init(internal key: String, _ id: AccountID, name: String, currency: Currency) {
        self.init(
            key: key,
            id: id,
            holder: name,
            product: "Internal",
            number: key,
            branchCode: "",
            currency: currency,
            minimumMinorUnits: 0,
            owner: nil,
            isInternal: true,
            opening: nil
        )
    }

    /// Reads an `[[account]]` of `accounts.toml`.
    init(
        customer fields: inout FixtureFields,
        _ users: Set<String>,
        _ keys: inout FixtureAccountKeys
    ) throws(FixtureError) {
        let (key, id) = try keys.next(&fields)
        let owner = try fields.optionalText("owner")
        if let owner { try fields.check(owner, isAmong: users, at: "owner") }
        let currency = try fields.currency("currency")
        self.init(
            key: key,
            id: id,
            holder: try fields.text("holder"),
            product: try fields.text("product"),
            number: try fields.text("number"),
            branchCode: try fields.text("branch"),
            currency: currency,
            minimumMinorUnits: try fields.amount("minimum", currency).minorUnits,
            owner: owner,
            isInternal: false,
            opening: try fields.amount("opening", currency)
        )
    }
}

extension Fixture.Grant {
    /// Reads a `[[grant]]` of `accounts.toml`.
    init(_ fields: inout FixtureFields, _ users: Set<String>) throws(FixtureError) {
        self.init(user: try fields.user(users), access: try fields.text("access"))
    }
}

extension Fixture.Payee {
    /// Reads a `[[payee]]` of `payees.toml`.
    init(
        _ fields: inout FixtureFields,
        _ users: Set<String>,
        _ accounts: [Fixture.Account]
    ) throws(FixtureError) {
        self.init(
            user: try fields.user(users),
            accountKey: try fields.account("account", accounts).key,
            name: try fields.text("name")
        )
    }
}
