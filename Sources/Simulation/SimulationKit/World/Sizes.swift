import IdentityCore
import LedgerService
import MoneyCore
import SyncCore

/// The sizes and limits of one run, drawn by the seed, often so small that few rows reach them.
struct Sizes: Sendable {
    /// Sizes of the bank.
    let bank: SideSizes
    /// Sizes that consoles request.
    let console: SyncLimits
    /// Rate limits of the bank.
    let rates: RateLimits
    /// Day limits by role and currency.
    let days: DayLimits

    init(seed: UInt64) {
        var dice = Dice(seed: seed, part: "sizes")
        // Some runs have the sizes of a bank in use, and most have some small ones.
        let chance = [0, 30, 60, 60, 100][dice.below(5)]
        var bank = SideSizes()
        var console = SideSizes()
        for kind in SizeKind.allCases where kind.group == .sync && dice.percent(chance) {
            kind.set(kind.draw(&dice), in: &bank)
            kind.set(kind.draw(&dice), in: &console)
        }
        var streamDice = Dice(seed: seed, part: "stream sizes")
        for kind in SizeKind.allCases where kind.group == .streams && streamDice.percent(chance) {
            kind.set(kind.draw(&streamDice), in: &bank)
        }
        var countDice = Dice(seed: seed, part: "counts")
        for kind in SizeKind.allCases where kind.group == .counts && countDice.percent(chance) {
            let value = kind.draw(&countDice)
            if kind.isOfBank { kind.set(value, in: &bank) }
            if kind.isOfConsoles { kind.set(value, in: &console) }
        }
        bank.sync = Self.ordered(bank.sync)
        self.bank = bank
        self.console = Self.ordered(console.sync)
        var rates = Self.rates(&dice)
        days = Self.days(&dice)
        if dice.percent(25) {
            rates[.evidenceOfUser] = RateLimit(
                burst: dice.within(1...3),
                perMinute: dice.within(1...6)
            )
        }
        self.rates = rates
    }

    /// The bank's settings with these sizes.
    var configuration: BankConfiguration {
        var configuration = Town.configuration
        configuration.sync = bank.sync
        configuration.waits = bank.waits
        configuration.counts = bank.counts
        configuration.longestPauseDays = bank.longestPauseDays
        configuration.limits = rates
        configuration.dayLimits = days
        return configuration
    }

    /// The sizes that have their minimum in this run, on a side that uses them.
    var atMinimum: [SizeKind] {
        let ofConsoles = SideSizes(sync: console)
        return SizeKind.allCases.filter { kind in
            kind.isOfBank && kind.value(in: bank) == kind.minimum
                || kind.isOfConsoles && kind.value(in: ofConsoles) == kind.minimum
        }
    }

    /// Returns the sizes with the smallest page no larger than the largest.
    private static func ordered(_ limits: SyncLimits) -> SyncLimits {
        var limits = limits
        limits.smallestPageChangeCount = min(limits.smallestPageChangeCount, limits.pageChangeCount)
        return limits
    }

    /// Draws rate limits, at times so low that several transfers in a row have to wait.
    private static func rates(_ dice: inout Dice) -> RateLimits {
        func draw(_ bursts: ClosedRange<Int64>, _ paces: ClosedRange<Int64>) -> RateLimit? {
            guard dice.percent(25) else { return nil }
            return RateLimit(burst: dice.within(bursts), perMinute: dice.within(paces))
        }
        return RateLimits([
            .transfersOfUser: draw(1...6, 3...40),
            .transfersOfAccount: draw(2...6, 6...40),
            .consolesOfUser: draw(1...3, 1...6),
            .signInsFromNewPlaces: draw(2...6, 6...20),
        ])
    }

    /// Draws day limits, at times so low that a few transfers use them up.
    private static func days(_ dice: inout Dice) -> DayLimits {
        var days = DayLimits.unlimited
        for role in [Role.customer, .teller] {
            for currency in [Currency.indianRupee, .usDollar] where dice.percent(20) {
                let amount = dice.within(2_000...300_000)
                days[role, currency] = Money(minorUnits: amount, currency: currency)
            }
        }
        return days
    }
}
