import Testing

@testable import TerminalKit

/// Goal: messages and spinners change when they should and at no other time.
///
/// Method: the time is handed in and the state asked.
@Suite struct TimedWidgetTests {
    @Test("a newer message takes the place of the one before, whatever their ranks")
    func newerReplaces() {
        var slot = ToastSlot()
        slot.show(.error, "one", for: .milliseconds(1_000), at: .zero)
        slot.show(.information, "two", for: .milliseconds(500), at: .milliseconds(100))
        #expect(slot.current?.text == "two")
        #expect(slot.nextDeadline == .milliseconds(600))
        #expect(slot.advance(to: .milliseconds(599)) == false)
        #expect(slot.advance(to: .milliseconds(600)) == true)
        #expect(slot.current == nil)
        #expect(slot.nextDeadline == nil)
        #expect(slot.advance(to: .milliseconds(9_000)) == false)
    }

    @Test("the same words twice are two messages, and nothing waits behind one that was cleared")
    func cleared() {
        var slot = ToastSlot()
        slot.show(.warning, "same", for: .milliseconds(10), at: .zero)
        let first = slot.current?.id
        slot.show(.warning, "same", for: .milliseconds(Int64.max), at: .milliseconds(5))
        #expect(slot.current?.id != first)
        slot.clear()
        #expect(slot.current == nil)
        #expect(slot.nextDeadline == nil)
    }

    @Test("a spinner shows after 300 ms and turns four times a second")
    func spinner() {
        var spinner = SpinnerState()
        #expect(spinner.nextDeadline(at: .zero) == nil)
        spinner.start(at: .milliseconds(1_000))
        spinner.start(at: .milliseconds(1_200))
        #expect(spinner.step(at: .milliseconds(1_299)) == nil)
        #expect(spinner.nextDeadline(at: .milliseconds(1_100)) == .milliseconds(1_300))
        #expect(spinner.step(at: .milliseconds(1_300)) == 0)
        #expect(spinner.nextDeadline(at: .milliseconds(1_300)) == .milliseconds(1_550))
        #expect(spinner.step(at: .milliseconds(1_549)) == 0)
        #expect(spinner.step(at: .milliseconds(1_550)) == 1)
        spinner.stop()
        #expect(spinner.step(at: .milliseconds(9_000)) == nil)
    }

    @Test("the share of what is done is bounded for any numbers")
    func progress() {
        func percent(_ done: Int, _ total: Int?) -> Int? {
            ProgressModel(title: "", done: done, total: total, unit: "").percent
        }
        #expect(percent(7, 10) == 70)
        #expect(percent(.max, .max) == 100)
        #expect(percent(-5, 10) == 0)
        #expect(percent(20, 10) == 100)
        #expect(percent(1, 0) == nil)
        #expect(percent(1, nil) == nil)
    }
}
