import LedgerService
import SyncCore
import Testing

@testable import SimulationKit

// Goal: every size that is drawn reaches the side that goes by it, and is counted there alone.
// Method: sizes given to one side, and the sizes of the first seeds.
@Suite("sizes of a story")
struct SizeTests {
    @Test("a size that is given to a side is the one that it has, and changes no other")
    func eachIsItsOwn() {
        for kind in SizeKind.allCases {
            var sizes = SideSizes()
            kind.set(7, in: &sizes)
            for other in SizeKind.allCases {
                let expected = other == kind ? 7 : other.value(in: SideSizes())
                #expect(other.value(in: sizes) == expected, "\(kind.rawValue) \(other.rawValue)")
            }
        }
    }

    @Test("somebody goes by each size")
    func eachIsUsed() {
        #expect(SizeKind.allCases.allSatisfy { $0.isOfBank || $0.isOfConsoles })
    }

    @Test("a bank in use has no size at its minimum, and some stories have its sizes")
    func sizesInUse() {
        let usual = SideSizes()
        #expect(SizeKind.allCases.allSatisfy { $0.value(in: usual) > $0.minimum })
        let stories = (1...40).map { Sizes(seed: $0) }
        #expect(stories.contains { $0.atMinimum.isEmpty && $0.bank.sync == SyncLimits() })
    }

    @Test("the limits of streams that are drawn are those of the bank")
    func streamLimitsReachTheBank() throws {
        let story = try #require(
            (1...40).map { Sizes(seed: $0) }.first { $0.bank.waits.ofUser == 2 }
        )
        #expect(story.configuration.waits == story.bank.waits)
        #expect(story.configuration.sync == story.bank.sync)
        #expect(story.atMinimum.contains(.userStreams))
    }

    @Test("what the bank keeps and how long it pauses are drawn for the bank")
    func countsReachTheBank() throws {
        let stories = (1...40).map { Sizes(seed: $0) }
        let story = try #require(stories.first { $0.bank.counts.expiredHolds == 1 })
        #expect(story.configuration.counts == story.bank.counts)
        #expect(story.atMinimum.contains(.expiredHolds))
        let hasty = try #require(stories.first { $0.bank.longestPauseDays == 1 })
        #expect(hasty.configuration.longestPauseDays == 1)
        #expect(hasty.atMinimum.contains(.pauseDays))
    }
}
