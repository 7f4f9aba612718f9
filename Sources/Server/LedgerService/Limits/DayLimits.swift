package import IdentityCore
package import MoneyCore

/// Maximum amounts that a user may move in a day, by role and currency; a missing one is no limit.
package struct DayLimits: Hashable, Sendable {
    private var limits: [Role: [Money]]

    /// Limits of a retail bank in India: the highest for a supervisor, the lowest for a teller.
    package static let standard = DayLimits([
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
    /// No limits, for measurements and simulations in which few users stand for all.
    package static let unlimited = DayLimits([:])

    /// Creates limits from the amounts of each role.
    package init(_ limits: [Role: [Money]]) {
        self.limits = limits.mapValues { $0.sorted { $0.currency.code < $1.currency.code } }
    }

    /// The limit of a role in a currency; nil if there is none.
    package subscript(role: Role, currency: Currency) -> Money? {
        get { limits[role]?.first { $0.currency == currency } }
        set {
            let others = (limits[role] ?? []).filter { $0.currency != currency }
            limits[role] = (others + (newValue.map { [$0] } ?? []))
                .sorted { $0.currency.code < $1.currency.code }
        }
    }
}
