import CoreVocabulary
import SyncCore
import Testing

// Goal: a page is as large as the line can carry, and never outside its limits.
// Method: pages that arrive quickly, late and not at all.

@Suite struct PageSizeTests {
    @Test("pages that do not arrive halve down to the smallest")
    func halves() {
        var size = PageSize()
        var seen: [Int] = [size.changeCount]
        for _ in 0..<6 {
            size.noteTimeout()
            seen.append(size.changeCount)
        }
        #expect(seen == [2_000, 1_000, 500, 250, 125, 100, 100])
    }

    @Test("pages that arrive quickly double up to the largest")
    func doubles() {
        var size = PageSize()
        for _ in 0..<5 { size.noteTimeout() }
        var seen: [Int] = []
        for _ in 0..<6 {
            size.noteArrival(after: PageSize.quickDuration)
            seen.append(size.changeCount)
        }
        #expect(seen == [200, 400, 800, 1_600, 2_000, 2_000])
    }

    @Test("sizes that a console was given bound its pages from both sides")
    func chosenSizes() {
        var limits = SyncLimits()
        limits.pageChangeCount = 12
        limits.smallestPageChangeCount = 5
        var size = PageSize(limits)
        var seen = [size.changeCount]
        for _ in 0..<2 {
            size.noteTimeout()
            seen.append(size.changeCount)
        }
        for _ in 0..<2 {
            size.noteArrival(after: .zero)
            seen.append(size.changeCount)
        }
        #expect(seen == [12, 6, 5, 10, 12])
    }

    @Test("a page that took long is followed by one as large")
    func late() {
        var size = PageSize()
        size.noteTimeout()
        size.noteArrival(after: PageSize.quickDuration + .milliseconds(1))
        #expect(size.changeCount == 1_000)
    }
}
