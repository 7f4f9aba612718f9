public import CoreVocabulary
public import MoneyCore

/// Total that a user has moved on one day of the bank, in one currency.
public struct UsedAllowance: Hashable, Sendable {
    /// The user who moved the money.
    public let userID: UserID
    /// The day in the bank's time zone.
    public let day: BusinessDate
    /// The sum of the transfers, zero or more.
    public let moved: Money

    /// Creates a record of a day's total.
    public init(userID: UserID, day: BusinessDate, moved: Money) {
        self.userID = userID
        self.day = day
        self.moved = moved
    }
}
