public import IdentityCore
public import MoneyCore

/// The most that one user of each role may move in a day of the bank, by currency.
///
/// A role or a currency without a limit has none.
public struct DayLimits: Hashable, Sendable {
    private var limits: [Role: [Money]]

    /// Those of a retail bank in India: a customer moves less than a branch, a supervisor more than
    /// a teller.
    public static let standard = DayLimits([
        .customer: [
            Money(minorUnits: 250_000_000, currency: .indianRupee),
            Money(minorUnits: 3_000_000, currency: .usDollar),
        ],
        .teller: [
            Money(minorUnits: 100_000_000, currency: .indianRupee),
            Money(minorUnits: 1_200_000, currency: .usDollar),
        ],
        .supervisor: [
            Money(minorUnits: 1_000_000_000, currency: .indianRupee),
            Money(minorUnits: 12_000_000, currency: .usDollar),
        ],
    ])
    /// None at all: for measurements and simulations, in which few people play everybody.
    public static let unlimited = DayLimits([:])

    /// Makes limits.
    public init(_ limits: [Role: [Money]]) {
        self.limits = limits.mapValues { $0.sorted { $0.currency.code < $1.currency.code } }
    }

    /// The limit of a role in a currency; nil for none.
    public subscript(role: Role, currency: Currency) -> Money? {
        get { limits[role]?.first { $0.currency == currency } }
        set {
            let others = (limits[role] ?? []).filter { $0.currency != currency }
            limits[role] = (others + (newValue.map { [$0] } ?? []))
                .sorted { $0.currency.code < $1.currency.code }
        }
    }
}
