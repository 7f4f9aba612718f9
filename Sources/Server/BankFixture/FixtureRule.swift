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
}
