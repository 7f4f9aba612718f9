// Goal: arithmetic on money is exact or throws.
// Method: the edges of 64 bits.
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
    }

    @Test("amounts of two currencies do not meet")
    func currenciesDoNotMix() {
        let dollar = Money(minorUnits: 1, currency: .usDollar)
        #expect(throws: MoneyError.currencyMismatch) { try rupees(1).adding(dollar) }
        #expect(throws: MoneyError.currencyMismatch) { try rupees(1).subtracting(dollar) }
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

    @Test("what is available beyond 64 bits is the nearest amount that they hold")
    func availableIsClamped() {
        func available(_ booked: Int64, _ held: Int64, _ lowest: Int64) -> Int64 {
            rupees(booked)
                .available(heldMinorUnits: held, lowestBalanceMinorUnits: lowest).minorUnits
        }
        #expect(available(100, 30, -500) == 570)
        #expect(available(0, 0, .min) == .max)
        #expect(available(-1, 0, .min) == .max)
        #expect(available(.min, 0, .min) == 0)
        #expect(available(.min, .max, .max) == .min)
        #expect(available(.max, .max, -1) == 1)
    }
}
