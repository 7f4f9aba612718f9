import MoneyCore

extension FixtureRule {
    /// Table of `activity.toml` that a rule is read from.
    enum Table: String {
        case regular, frequent, hold
    }

    /// Reads a rule from a row of a table.
    init(
        _ table: Table,
        _ fields: inout FixtureFields,
        _ accounts: [Fixture.Account]
    ) throws(FixtureError) {
        let account = try fields.account("account", accounts)
        let other = try fields.account("through", accounts)
        let direction = table == .hold ? "out" : try fields.text("direction")
        guard direction == "in" || direction == "out" else {
            throw fields.origin.error(at: "direction", "The direction is 'in' or 'out'.")
        }
        let currency = account.currency
        guard currency == other.currency else {
            throw fields.origin.error(
                at: "through",
                "'\(account.key)' and '\(other.key)' differ in currency."
            )
        }
        customerPays = direction == "out"
        (payer, payee) = customerPays ? (account, other) : (other, account)
        switch table {
        case .regular:
            schedule = .monthly(
                day: try fields.integer("day", in: 1...31),
                everyMonths: try fields.optionalInteger("every-months", in: 1...12) ?? 1
            )
            (least, most) = try Self.range(&fields, currency)
            step = 1
            counterparties = [try fields.text("counterparty")]
        case .frequent:
            schedule = .random(perMonth: try fields.integer("per-month", in: 1...300))
            (least, most) = try Self.range(&fields, currency)
            step = try fields.has("step") ? fields.units("step", currency) : 1
            counterparties = try fields.texts("counterparties")
            guard !counterparties.isEmpty else {
                throw fields.origin.error(
                    at: "counterparties",
                    "One counterparty at least is needed."
                )
            }
        case .hold:
            // The limit of a century excludes no hold of a fixture.
            let days = try fields.integer("days-before-end", in: 0...36_525)
            schedule = .once(daysBeforeEnd: days)
            least = try fields.units("amount", currency)
            (most, step) = (least, 1)
            counterparties = [try fields.text("counterparty")]
        }
        reference = try fields.text("reference")
    }

    private static func range(
        _ fields: inout FixtureFields,
        _ currency: Currency
    ) throws(FixtureError) -> (least: Int64, most: Int64) {
        let least = try fields.units("least", currency)
        let most = try fields.units("most", currency)
        guard least <= most else {
            throw fields.origin.error(at: "most", "'most' should not be below 'least'.")
        }
        return (least, most)
    }
}
