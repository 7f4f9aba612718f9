/// Rule that generates payments: schedule, accounts and range of amounts.
struct FixtureRule: Sendable {
    /// Schedule of the payments.
    enum Schedule: Sendable {
        /// On a day of every month, or of every few months.
        case monthly(day: Int, everyMonths: Int)
        /// On random days, with an average number per month.
        case random(perMonth: Int)
        /// Once, a number of days before the last day.
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
    /// True if the customer's account pays and shows the counterparty; false if it is paid.
    let customerPays: Bool
}
