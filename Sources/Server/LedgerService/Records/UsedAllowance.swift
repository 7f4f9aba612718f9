public import CoreVocabulary
public import MoneyCore

/// The money that a user has moved on one day of the bank, in one currency.
public struct UsedAllowance: Hashable, Sendable {
    /// The user who moved it.
    public let userID: UserID
    /// The day, as the bank counts its days.
    public let day: BusinessDate
    /// The sum of the transfers, zero or more.
    public let moved: Money

    /// Makes a record.
    public init(userID: UserID, day: BusinessDate, moved: Money) {
        self.userID = userID
        self.day = day
        self.moved = moved
    }
}
