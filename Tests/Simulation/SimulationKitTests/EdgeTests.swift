import IdentityCore
import LedgerService
import MoneyCore
import Testing

@testable import SimulationKit

// Goal: every limit is tried with the last amount that it allows and the first that it does not.
// Method: many draws for one transfer, on the first day of a town with a limit on the day.
@Suite("amounts at limits")
struct EdgeTests {
    @Test("every limit that a transfer meets is drawn from both sides, and nothing else")
    func bothSides() throws {
        let seed = try #require(
            (UInt64(1)...80).first { Sizes(seed: $0).days[.customer, .indianRupee] != nil }
        )
        let world = World(seed: seed, bug: nil, isTraceKept: false)
        defer { world.dissolve() }
        let ofDay = try #require(world.sizes.days[.customer, .indianRupee])
        let (savings, faiz) = (Town.accounts[1], Town.accounts[5])
        var dice = Dice(seed: 1, part: "test of edges")
        let drawn = (0..<400).compactMap { _ in
            Edges.amount(
                from: savings.id,
                to: faiz.id,
                of: Town.people[0].id,
                in: world,
                &dice
            )
        }
        let room = try #require(faiz.maximum) - faiz.openingMinorUnits
        let limits = [
            savings.openingMinorUnits, room, Town.transferLimit.minorUnits, ofDay.minorUnits,
        ]
        #expect(Set(drawn) == Set(limits.flatMap { [$0, $0 + 1] }))
    }

    @Test("the office has no limits of its own, and the bank's own account has none at all")
    func office() {
        let world = World(seed: 1, bug: nil, isTraceKept: false)
        defer { world.dissolve() }
        var dice = Dice(seed: 2, part: "test of edges")
        let (cash, savings) = (Town.accounts[0], Town.accounts[1])
        func draw(_ debit: Town.TownAccount, _ credit: Town.TownAccount) -> Int64? {
            Edges.amount(from: debit.id, to: credit.id, of: nil, in: world, &dice)
        }
        #expect(draw(cash, savings) == nil)
        let out = Set((0..<40).compactMap { _ in draw(savings, cash) })
        #expect(out == [savings.openingMinorUnits, savings.openingMinorUnits + 1])
    }
}
