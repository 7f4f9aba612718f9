import CoreVocabulary
import MoneyCore

/// How often a payment happens, between which accounts, and of what size.
struct FixtureRule: Sendable {
    /// When it happens.
    enum Schedule: Sendable {
        /// On a day of every month, or of every few.
        case monthly(day: Int, everyMonths: Int)
        /// On random days, so often a month on the average.
        case random(perMonth: Int)
        /// Once, so many days before the end.
        case once(daysBeforeEnd: Int)
    }

    let payer: Fixture.Account
    let payee: Fixture.Account
    let schedule: Schedule
    let least: Int64
    let most: Int64
    let step: Int64
    let counterparties: [String]
    let reference: String
    /// The side that a customer stands on, whose account shows the counterparty.
    let customerPays: Bool

    /// Reads an amount in plain digits.
    static func amount(
        _ text: String,
        _ currencyCode: String,
        of what: String
    ) throws(FixtureError) -> Money {
        let currency = try currency(currencyCode)
        do {
            return try MoneyParser(.plain, allowsSign: true)
                .parse(text, currency: currency)
        } catch {
            throw FixtureError("\(what): '\(text)' is no amount in \(currencyCode).")
        }
    }

    /// Finds a currency by its code.
    static func currency(_ code: String) throws(FixtureError) -> Currency {
        guard let currency = Currency(code: code) else {
            throw FixtureError("'\(code)' is no currency of ISO 4217.")
        }
        return currency
    }
}

/// Turns rows of `activity.toml` into rules.
struct FixtureRuleReader {
    let accounts: [Fixture.Account]

    func rule(_ row: FixtureDescription.Regular) throws(FixtureError) -> FixtureRule {
        let months = row.everyMonths ?? 1
        guard (1...31).contains(row.day), (1...12).contains(months) else {
            throw FixtureError("activity.toml: '\(row.reference)' falls on no day.")
        }
        return try rule(
            account: row.account, through: row.through, direction: row.direction,
            schedule: .monthly(day: row.day, everyMonths: months),
            amounts: (row.least, row.most, nil), counterparties: [row.counterparty],
            reference: row.reference)
    }

    func rule(_ row: FixtureDescription.Frequent) throws(FixtureError) -> FixtureRule {
        guard (1...300).contains(row.perMonth), !row.counterparties.isEmpty else {
            throw FixtureError(
                "activity.toml: '\(row.reference)' needs 1 to 300 payments a month and a "
                    + "counterparty.")
        }
        return try rule(
            account: row.account, through: row.through, direction: row.direction,
            schedule: .random(perMonth: row.perMonth),
            amounts: (row.least, row.most, row.step), counterparties: row.counterparties,
            reference: row.reference)
    }

    func rule(_ row: FixtureDescription.Hold) throws(FixtureError) -> FixtureRule {
        try rule(
            account: row.account, through: row.through, direction: "out",
            schedule: .once(daysBeforeEnd: row.daysBeforeEnd),
            amounts: (row.amount, row.amount, nil), counterparties: [row.counterparty],
            reference: row.reference)
    }

    private func rule(
        account key: String,
        through: String,
        direction: String,
        schedule: FixtureRule.Schedule,
        amounts: (least: String, most: String, step: String?),
        counterparties: [String],
        reference: String
    ) throws(FixtureError) -> FixtureRule {
        guard let account = accounts.first(where: { $0.key == key }),
            let other = accounts.first(where: { $0.key == through })
        else { throw FixtureError("activity.toml: no account '\(key)' or '\(through)'.") }
        guard direction == "in" || direction == "out" else {
            throw FixtureError("activity.toml: the direction is 'in' or 'out'.")
        }
        guard account.currency == other.currency else {
            throw FixtureError("activity.toml: '\(key)' and '\(through)' differ in currency.")
        }
        func units(_ text: String) throws(FixtureError) -> Int64 {
            try FixtureRule.amount(text, account.currency.code, of: "activity.toml").minorUnits
        }
        let least = try units(amounts.least)
        let most = try units(amounts.most)
        let step = if let text = amounts.step { try units(text) } else { Int64(1) }
        guard least > 0, least <= most, step > 0 else {
            throw FixtureError("activity.toml: '\(reference)' has amounts out of order.")
        }
        let customerPays = direction == "out"
        return FixtureRule(
            payer: customerPays ? account : other, payee: customerPays ? other : account,
            schedule: schedule, least: least, most: most, step: step,
            counterparties: counterparties, reference: reference, customerPays: customerPays)
    }
}
