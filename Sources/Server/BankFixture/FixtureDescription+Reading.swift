import CoreVocabulary

// Initialisers of the tables, each with the allowed keys and their types.

extension FixtureDescription.BankFile: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        let schema = try fields.integer("schema")
        guard schema == FixtureReader.schema else {
            throw fields.origin.error(
                at: "schema",
                "Schema \(schema) is not known; this program reads schema \(FixtureReader.schema)."
            )
        }
        self.init(
            origin: fields.origin,
            name: try fields.text("name"),
            seed: try fields.integer("seed"),
            firstDay: try fields.text("first-day"),
            lastDay: try fields.text("last-day"),
            utcOffsetMinutes: try fields.integer("utc-offset-minutes", in: ZoneOffset.bankMinutes),
            branches: try fields.records("branch"),
            internals: try fields.records("internal")
        )
    }
}

extension FixtureDescription.Branch: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(code: try fields.text("code"), name: try fields.text("name"))
    }
}

extension FixtureDescription.InternalAccount: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            origin: fields.origin,
            key: try fields.text("key"),
            name: try fields.text("name"),
            currency: try fields.text("currency")
        )
    }
}

extension FixtureDescription.PeopleFile: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(people: try fields.records("person"))
    }
}

extension FixtureDescription.Person: FixtureRecord {
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

extension FixtureDescription.AccountsFile: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(accounts: try fields.records("account"), grants: try fields.records("grant"))
    }
}

extension FixtureDescription.CustomerAccount: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            origin: fields.origin,
            key: try fields.text("key"),
            owner: try fields.optionalText("owner"),
            holder: try fields.text("holder"),
            product: try fields.text("product"),
            number: try fields.text("number"),
            branch: try fields.text("branch"),
            currency: try fields.text("currency"),
            opening: try fields.text("opening"),
            minimum: try fields.text("minimum")
        )
    }
}

extension FixtureDescription.Grant: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            origin: fields.origin,
            user: try fields.text("user"),
            access: try fields.text("access")
        )
    }
}

extension FixtureDescription.PayeesFile: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(payees: try fields.records("payee"))
    }
}

extension FixtureDescription.Payee: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            origin: fields.origin,
            user: try fields.text("user"),
            account: try fields.text("account"),
            name: try fields.text("name")
        )
    }
}

extension FixtureDescription.ActivityFile: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            regular: try fields.records("regular"),
            frequent: try fields.records("frequent"),
            holds: try fields.records("hold")
        )
    }
}

extension FixtureDescription.Regular: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            origin: fields.origin,
            account: try fields.text("account"),
            through: try fields.text("through"),
            direction: try fields.text("direction"),
            day: try fields.integer("day", in: 1...31),
            everyMonths: try fields.optionalInteger("every-months", in: 1...12) ?? 1,
            least: try fields.text("least"),
            most: try fields.text("most"),
            counterparty: try fields.text("counterparty"),
            reference: try fields.text("reference")
        )
    }
}

extension FixtureDescription.Frequent: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            origin: fields.origin,
            account: try fields.text("account"),
            through: try fields.text("through"),
            direction: try fields.text("direction"),
            perMonth: try fields.integer("per-month", in: 1...300),
            least: try fields.text("least"),
            most: try fields.text("most"),
            step: try fields.optionalText("step"),
            counterparties: try fields.texts("counterparties"),
            reference: try fields.text("reference")
        )
        guard !counterparties.isEmpty else {
            throw origin.error(at: "counterparties", "One counterparty at least is needed.")
        }
    }
}

extension FixtureDescription.Hold: FixtureRecord {
    init(_ fields: inout FixtureFields) throws(FixtureError) {
        self.init(
            origin: fields.origin,
            account: try fields.text("account"),
            through: try fields.text("through"),
            amount: try fields.text("amount"),
            counterparty: try fields.text("counterparty"),
            reference: try fields.text("reference"),
            // The limit of a century excludes no hold of a fixture.
            daysBeforeEnd: try fields.integer("days-before-end", in: 0...36_525)
        )
    }
}
