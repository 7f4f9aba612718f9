import MoneyCore

/// Converter of rows of `activity.toml` to rules.
struct FixtureRuleReader {
    let accounts: [Fixture.Account]

    /// Returns the rule of a payment on a day of the month.
    func rule(_ row: FixtureDescription.Regular) throws(FixtureError) -> FixtureRule {
        let sides = try self.sides(row.account, row.through, row.direction, row.origin)
        return FixtureRule(
            sides,
            .monthly(day: row.day, everyMonths: row.everyMonths),
            try amounts(row.least, row.most, step: nil, sides.currency, row.origin),
            counterparties: [row.counterparty],
            reference: row.reference
        )
    }

    /// Returns the rule of payments on random days.
    func rule(_ row: FixtureDescription.Frequent) throws(FixtureError) -> FixtureRule {
        let sides = try self.sides(row.account, row.through, row.direction, row.origin)
        return FixtureRule(
            sides,
            .random(perMonth: row.perMonth),
            try amounts(row.least, row.most, step: row.step, sides.currency, row.origin),
            counterparties: row.counterparties,
            reference: row.reference
        )
    }

    /// Returns the rule of a single hold.
    func rule(_ row: FixtureDescription.Hold) throws(FixtureError) -> FixtureRule {
        let sides = try self.sides(row.account, row.through, "out", row.origin)
        let units = try self.units(row.amount, sides.currency, at: "amount", row.origin)
        return FixtureRule(
            sides,
            .once(daysBeforeEnd: row.daysBeforeEnd),
            FixtureRule.Amounts(least: units, most: units, step: 1),
            counterparties: [row.counterparty],
            reference: row.reference
        )
    }

    private func sides(
        _ key: String,
        _ through: String,
        _ direction: String,
        _ origin: FixtureOrigin
    ) throws(FixtureError) -> FixtureRule.Sides {
        let account = try self.account(key, at: "account", origin)
        let other = try self.account(through, at: "through", origin)
        guard direction == "in" || direction == "out" else {
            throw origin.error(at: "direction", "The direction is 'in' or 'out'.")
        }
        guard account.currency == other.currency else {
            throw origin.error(at: "through", "'\(key)' and '\(through)' differ in currency.")
        }
        return FixtureRule.Sides(account: account, other: other, customerPays: direction == "out")
    }

    private func account(
        _ key: String,
        at field: String,
        _ origin: FixtureOrigin
    ) throws(FixtureError) -> Fixture.Account {
        guard let account = accounts.first(where: { $0.key == key }) else {
            throw origin.error(at: field, "There is no account '\(key)'.")
        }
        return account
    }

    private func amounts(
        _ least: String,
        _ most: String,
        step: String?,
        _ currency: Currency,
        _ origin: FixtureOrigin
    ) throws(FixtureError) -> FixtureRule.Amounts {
        let leastUnits = try units(least, currency, at: "least", origin)
        let mostUnits = try units(most, currency, at: "most", origin)
        guard leastUnits <= mostUnits else {
            throw origin.error(at: "most", "'most' should not be below 'least'.")
        }
        let stepUnits =
            if let step { try units(step, currency, at: "step", origin) } else { Int64(1) }
        return FixtureRule.Amounts(least: leastUnits, most: mostUnits, step: stepUnits)
    }

    /// Parses an amount above zero and returns it in minor units.
    private func units(
        _ text: String,
        _ currency: Currency,
        at key: String,
        _ origin: FixtureOrigin
    ) throws(FixtureError) -> Int64 {
        let amount = try origin.amount(text, currency, at: key)
        guard amount.isPositive else {
            throw origin.error(at: key, "The amount should be above zero.")
        }
        return amount.minorUnits
    }
}

extension FixtureRule {
    fileprivate struct Sides {
        let account: Fixture.Account
        let other: Fixture.Account
        let customerPays: Bool

        var currency: Currency { account.currency }
    }

    /// Range and step of amounts in minor units, all above zero.
    fileprivate struct Amounts {
        let least: Int64
        let most: Int64
        let step: Int64
    }

    fileprivate init(
        _ sides: Sides,
        _ schedule: Schedule,
        _ amounts: Amounts,
        counterparties: [String],
        reference: String
    ) {
        self.init(
            payer: sides.customerPays ? sides.account : sides.other,
            payee: sides.customerPays ? sides.other : sides.account,
            schedule: schedule,
            least: amounts.least,
            most: amounts.most,
            step: amounts.step,
            counterparties: counterparties,
            reference: reference,
            customerPays: sides.customerPays
        )
    }
}
