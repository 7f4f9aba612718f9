import CoreVocabulary
import MoneyCore

extension Fixture {
    private static let secondsPerDay: Int64 = ZoneOffset.secondsPerDay
    /// Trading hours in seconds of the day: payments happen between 8:00 and 22:00.
    private static let firstSecondOfTrade: Int64 = 8 * 3_600
    private static let lastSecondOfTrade: Int64 = 22 * 3_600 - 1

    /// Returns all payments of the past in booking order.
    package func payments() -> [FixturePayment] {
        var random = SplitMix64(seed: seed &+ 1)
        var payments = openingPayments(&random)
        for number in firstDay.dayNumber...lastDay.dayNumber {
            guard let day = BusinessDate(dayNumber: number) else { continue }
            for rule in regular where rule.falls(on: day, from: firstDay) {
                payments.append(payment(by: rule, on: day, &random))
            }
            for rule in frequent {
                for _ in 0..<rule.count(on: day, &random) {
                    payments.append(payment(by: rule, on: day, &random))
                }
            }
            for rule in holds where rule.isOnce(on: day, before: lastDay) {
                payments.append(payment(by: rule, on: day, kind: .held, &random))
            }
        }
        // Two payments of the same second keep the order in which they were generated.
        return payments.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// Returns an account for many entries, one for its other side, and its owner; nil for none.
    func volumeAccounts() -> (account: Account, other: Account, owner: String)? {
        guard let model = accounts.first(where: { $0.owner != nil }), let owner = model.owner else {
            return nil
        }
        var random = SplitMix64(seed: seed &+ 2)
        let account = Account(
            key: "volume",
            id: AccountID(rawValue: random.nextBits()),
            holder: model.holder,
            product: "Volume",
            number: "50100999999999",
            branchCode: model.branchCode,
            currency: model.currency,
            minimumMinorUnits: 0,
            owner: owner,
            isInternal: false,
            opening: nil
        )
        let other = Account(
            internal: "volume-source",
            AccountID(rawValue: random.nextBits()),
            name: "Volume source",
            currency: model.currency
        )
        return (account, other, owner)
    }

    /// Returns a range of many payments into and out of one account, evenly over all days.
    func volumePayments(
        _ range: Range<Int>,
        of total: Int,
        account: Account,
        other: Account
    ) -> [FixturePayment] {
        let start = zone.startOfDay(firstDay)
        let seconds = Int64(lastDay.dayNumber - firstDay.dayNumber + 1) * Self.secondsPerDay
        let nanoseconds = seconds * Instant.nanosecondsPerSecond
        return range.map { index in
            var random = SplitMix64(seed: seed &+ UInt64(index) &* 0x9E37)
            // Every third payment is a credit as large as several debits, so that the balance stays
            // positive.
            let isCredit = index.isMultiple(of: 3)
            let minorUnits =
                isCredit
                ? Int64.random(in: 250_000...600_000, using: &random)
                : Int64.random(in: 1_000...99_900, using: &random)
            let names = Self.volumeNames
            let name = names[Int.random(in: 0..<names.count, using: &random)]
            let offset = Int64((Int128(nanoseconds) * Int128(index)) / Int128(max(1, total)))
            return FixturePayment(
                at: Instant(nanosecondsSinceEpoch: start.nanosecondsSinceEpoch + offset),
                payer: isCredit ? other.key : account.key,
                payee: isCredit ? account.key : other.key,
                amount: Money(minorUnits: minorUnits, currency: account.currency),
                payeeName: isCredit ? account.holder : name,
                payerName: isCredit ? name : account.holder,
                reference: "VOL \(index + 1)",
                kind: .booked,
                identifierBits: random.nextBits()
            )
        }
    }

    private static let volumeNames = [
        "Chitale Bandhu", "Pune Metro", "Deccan Design Studio", "Rickshaw Pune", "Tata Elxsi",
        "Crossword Books", "Market Yard Onion Co", "Nature's Basket", "Airtel Fibre", "IRCTC",
    ]

    private func openingPayments(_ random: inout SplitMix64) -> [FixturePayment] {
        let opening = zone.startOfDay(firstDay).adding(seconds: 3_600)
        return accounts.compactMap { account in
            guard let amount = account.opening, amount.isPositive,
                let source = accounts.first(where: {
                    $0.isInternal && $0.currency == account.currency
                })
            else { return nil }
            return FixturePayment(
                at: opening,
                payer: source.key,
                payee: account.key,
                amount: amount,
                payeeName: account.holder,
                payerName: bankName,
                reference: "OPENING DEPOSIT",
                kind: .booked,
                identifierBits: random.nextBits()
            )
        }
    }

    private func payment(
        by rule: FixtureRule,
        on day: BusinessDate,
        kind: FixturePayment.Kind = .booked,
        _ random: inout SplitMix64
    ) -> FixturePayment {
        let second = Int64.random(
            in: Self.firstSecondOfTrade...Self.lastSecondOfTrade,
            using: &random
        )
        let steps = Int64.random(in: 0...(rule.most - rule.least) / rule.step, using: &random)
        let name = rule.counterparties[
            Int.random(in: 0..<rule.counterparties.count, using: &random)
        ]
        return FixturePayment(
            at: zone.startOfDay(day).adding(seconds: second),
            payer: rule.payer.key,
            payee: rule.payee.key,
            amount: Money(
                minorUnits: rule.least + steps * rule.step,
                currency: rule.payer.currency
            ),
            payeeName: rule.customerPays ? name : rule.payee.holder,
            payerName: rule.customerPays ? rule.payer.holder : name,
            reference: rule.reference,
            kind: kind,
            identifierBits: random.nextBits()
        )
    }
}

extension FixtureRule {
    func falls(on day: BusinessDate, from first: BusinessDate) -> Bool {
        guard case .monthly(let ruleDay, let everyMonths) = schedule else { return false }
        let (year, month, dayOfMonth) = day.components
        let (firstYear, firstMonth, _) = first.components
        let months = (year - firstYear) * 12 + month - firstMonth
        let lastDayOfMonth = BusinessDate.dayCount(year: year, month: month)
        return months.isMultiple(of: everyMonths) && dayOfMonth == min(ruleDay, lastDayOfMonth)
    }

    /// Returns the number of payments on a day: a thirtieth of the monthly average, with the
    /// remainder rounded at random.
    func count(on day: BusinessDate, _ random: inout SplitMix64) -> Int {
        guard case .random(let perMonth) = schedule else { return 0 }
        let whole = perMonth / 30
        return Int.random(in: 0..<30, using: &random) < perMonth % 30 ? whole + 1 : whole
    }

    func isOnce(on day: BusinessDate, before last: BusinessDate) -> Bool {
        guard case .once(let daysBeforeEnd) = schedule else { return false }
        return last.adding(days: -daysBeforeEnd) == day
    }
}
