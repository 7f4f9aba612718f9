// Goal: arithmetic on money is exact or throws.
// Method: the edges of 64 bits, a table of roundings, and random sums in 128 bits beside it.
import CoreVocabulary
import MoneyCore
import Testing

private func rupees(_ minorUnits: Int64) -> Money {
    Money(minorUnits: minorUnits, currency: .indianRupee)
}

@Suite("Money")
struct MoneyTests {
    @Test("sums and differences are exact, and throw where 64 bits end")
    func additionIsChecked() throws {
        #expect(try rupees(2).adding(rupees(3)) == rupees(5))
        #expect(try rupees(2).subtracting(rupees(3)) == rupees(-1))
        #expect(throws: MoneyError.overflow) { try rupees(.max).adding(rupees(1)) }
        #expect(throws: MoneyError.overflow) { try rupees(.min).subtracting(rupees(1)) }
        #expect(throws: MoneyError.overflow) { try rupees(.min).negated() }
        #expect(throws: MoneyError.overflow) { try rupees(.min).magnitude() }
        #expect(try rupees(.min + 1).magnitude() == rupees(.max))
        #expect(throws: MoneyError.overflow) { try rupees(.max).multiplied(by: 2) }
        #expect(try rupees(-7).multiplied(by: -3) == rupees(21))
    }

    @Test("amounts of two currencies do not meet")
    func currenciesDoNotMix() {
        let dollar = Money(minorUnits: 1, currency: .usDollar)
        #expect(throws: MoneyError.currencyMismatch) { try rupees(1).adding(dollar) }
        #expect(throws: MoneyError.currencyMismatch) { try rupees(1).subtracting(dollar) }
        #expect(throws: MoneyError.currencyMismatch) { try rupees(1).isLess(than: dollar) }
        #expect(throws: MoneyError.currencyMismatch) {
            try Money.sum([dollar], currency: .indianRupee)
        }
    }

    @Test("a sum may leave the range on the way when it ends inside")
    func sumIsWide() throws {
        let amounts = [rupees(.max), rupees(.max), rupees(-.max), rupees(-.max), rupees(7)]
        #expect(try Money.sum(amounts, currency: .indianRupee) == rupees(7))
        #expect(throws: MoneyError.overflow) {
            try Money.sum([rupees(.max), rupees(1)], currency: .indianRupee)
        }
        #expect(try Money.sum([], currency: .indianRupee) == .zero(.indianRupee))
    }

    /// Quarters of one minor unit, and what each rounding makes of them.
    @Test(
        "each rounding treats both sides of zero as it is named",
        arguments: [
            (.halfEven, [-2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2]),
            (.halfUp, [-3, -2, -1, -1, -1, 0, 1, 1, 1, 2, 3]),
            (.halfDown, [-2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2]),
            (.up, [-3, -2, -1, -1, -1, 0, 1, 1, 1, 2, 3]),
            (.down, [-2, -1, -1, 0, 0, 0, 0, 0, 1, 1, 2]),
            (.ceiling, [-2, -1, -1, 0, 0, 0, 1, 1, 1, 2, 3]),
            (.floor, [-3, -2, -1, -1, -1, 0, 0, 0, 1, 1, 2]),
        ] as [(Rounding, [Int64])]
    )
    func rounding(_ rounding: Rounding, expected: [Int64]) throws {
        let quarters: [Int64] = [-10, -7, -4, -3, -2, 0, 2, 3, 4, 7, 10]
        let results = try quarters.map {
            try rupees($0).scaled(byNumerator: 1, denominator: 4, rounding: rounding).minorUnits
        }
        #expect(results == expected)
    }

    @Test("ties go to the even neighbour, up, or down")
    func ties() throws {
        func half(_ odd: Int64, _ rounding: Rounding) throws -> Int64 {
            try rupees(odd).scaled(byNumerator: 1, denominator: 2, rounding: rounding).minorUnits
        }
        #expect(try [1, 3, 5, -1, -3].map { try half($0, .halfEven) } == [0, 2, 2, 0, -2])
        #expect(try [1, 3, 5, -1, -3].map { try half($0, .halfUp) } == [1, 2, 3, -1, -2])
        #expect(try [1, 3, 5, -1, -3].map { try half($0, .halfDown) } == [0, 1, 2, 0, -1])
    }

    @Test("the product is kept whole, so that only the result can overflow")
    func scalingIsWide() throws {
        #expect(
            try rupees(.max).scaled(byNumerator: .max, denominator: .max, rounding: .halfEven)
                == rupees(.max)
        )
        #expect(
            try rupees(.min).scaled(byNumerator: .min, denominator: .min, rounding: .halfEven)
                == rupees(.min)
        )
        #expect(
            try rupees(.min).scaled(byNumerator: 1, denominator: 1, rounding: .up) == rupees(.min)
        )
        #expect(throws: MoneyError.overflow) {
            try rupees(.min).scaled(byNumerator: -1, denominator: 1, rounding: .down)
        }
        #expect(throws: MoneyError.overflow) {
            try rupees(.max).scaled(byNumerator: 2, denominator: 1, rounding: .down)
        }
        #expect(throws: MoneyError.overflow) {
            try rupees(.max).scaled(byNumerator: .max, denominator: 1, rounding: .down)
        }
        #expect(throws: MoneyError.divisionByZero) {
            try rupees(1).scaled(byNumerator: 1, denominator: 0, rounding: .down)
        }
    }

    @Test("random products agree with arithmetic in 128 bits")
    func scalingAgrees() throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<5_000 {
            let amount = Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 63)
            let numerator = Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 63)
            let some = Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 63)
            let denominator = some == 0 ? 1 : some
            let exact = Int128(amount) * Int128(numerator)
            let expected = Int64(exactly: exact / Int128(denominator))
            let result = try? rupees(amount).scaled(
                byNumerator: numerator,
                denominator: denominator,
                rounding: .down
            )
            #expect(result?.minorUnits == expected)
        }
    }

    @Test("parts add up to the whole and differ from their share by less than one minor unit")
    func allocationIsExact() throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<2_000 {
            let whole = Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 64)
            let weights = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                Int64.random(in: 0...(.max), using: &random) >> Int64(random.next() % 63)
            }
            let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
            guard total > 0 else { continue }
            let parts = try rupees(whole).allocated(byWeights: weights)
            #expect(try Money.sum(parts, currency: .indianRupee) == rupees(whole))
            for (part, weight) in zip(parts, weights) {
                let share = Int128(whole) * Int128(weight) / total
                #expect((Int128(part.minorUnits) - share).magnitude <= 1)
                if weight == 0 { #expect(part.isZero) }
            }
        }
    }

    @Test("what is left over goes to the parts that lost most, and among equals to the first")
    func allocationIsFair() throws {
        let parts = try rupees(100).allocated(byWeights: [1, 1, 1])
        #expect(parts.map(\.minorUnits) == [34, 33, 33])
        let debt = try rupees(-100).allocated(byWeights: [1, 1, 1])
        #expect(debt.map(\.minorUnits) == [-34, -33, -33])
        let uneven = try rupees(10).allocated(byWeights: [6, 6, 1, 0])
        #expect(uneven.map(\.minorUnits) == [5, 4, 1, 0])
        for weights in [[], [0], [1, -1], [0, 0]] as [[Int64]] {
            #expect(throws: MoneyError.invalidWeights) {
                try rupees(1).allocated(byWeights: weights)
            }
        }
    }
}
