package import CoreVocabulary
package import MoneyCore

/// Total that a user has moved on one day of the bank, in one currency.
package struct UsedAllowance: Hashable, Sendable {
    /// The user who moved the money.
    package let userID: UserID
    /// The day in the bank's time zone.
    package let day: BusinessDate
    /// The sum of the transfers, zero or more.
    package let moved: Money

    /// Creates a record of a day's total.
    package init(userID: UserID, day: BusinessDate, moved: Money) {
        self.userID = userID
        self.day = day
        self.moved = moved
    }
}
