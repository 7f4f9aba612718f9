import Testing

@testable import TerminalKit

/// Goal: messages, spinners and progress change when they should and at no other time.
///
/// Method: the time is handed in and the state asked.
@Suite struct TimedWidgetTests {
    @Test("messages are shown one after another, each for its time")
    func toasts() {
        var queue = ToastQueue()
        queue.show(.success, "one", forMilliseconds: 1_000, nowMilliseconds: 0)
        queue.show(.information, "two", forMilliseconds: 500, nowMilliseconds: 100)
        #expect(queue.current?.text == "one")
        #expect(queue.nextDeadlineMilliseconds == 1_000)
        #expect(queue.advance(nowMilliseconds: 999) == false)
        #expect(queue.advance(nowMilliseconds: 1_000) == true)
        #expect(queue.current?.text == "two")
        #expect(queue.advance(nowMilliseconds: 1_500) == true)
        #expect(queue.current == nil)
        #expect(queue.nextDeadlineMilliseconds == nil)
        #expect(queue.advance(nowMilliseconds: 9_000) == false)
    }

    @Test("an error does not wait behind a gentler message")
    func rank() {
        var queue = ToastQueue()
        queue.show(.information, "one", forMilliseconds: 1_000, nowMilliseconds: 0)
        queue.show(.error, "two", forMilliseconds: 1_000, nowMilliseconds: 10)
        #expect(queue.current?.text == "two")
        queue.show(.warning, "three", forMilliseconds: 1_000, nowMilliseconds: 20)
        #expect(queue.current?.text == "two")
    }

    @Test(
        "the same words twice are two messages, and the oldest waiting one goes when too many wait"
    )
    func capacity() {
        var queue = ToastQueue()
        for _ in 0..<20 {
            queue.show(.information, "same", forMilliseconds: 10, nowMilliseconds: 0)
        }
        var ids: [Int] = []
        while let toast = queue.current {
            ids.append(toast.id)
            queue.dismiss(nowMilliseconds: 0)
        }
        #expect(ids == [1] + Array(13...20))
    }

    @Test("a spinner shows after 300 ms and turns four times a second")
    func spinner() {
        var spinner = SpinnerState()
        #expect(spinner.nextDeadlineMilliseconds(nowMilliseconds: 0) == nil)
        spinner.start(nowMilliseconds: 1_000)
        spinner.start(nowMilliseconds: 1_200)
        #expect(spinner.step(nowMilliseconds: 1_299) == nil)
        #expect(spinner.nextDeadlineMilliseconds(nowMilliseconds: 1_100) == 1_300)
        #expect(spinner.step(nowMilliseconds: 1_300) == 0)
        #expect(spinner.nextDeadlineMilliseconds(nowMilliseconds: 1_300) == 1_550)
        #expect(spinner.step(nowMilliseconds: 1_549) == 0)
        #expect(spinner.step(nowMilliseconds: 1_550) == 1)
        spinner.stop()
        #expect(spinner.step(nowMilliseconds: 9_000) == nil)
    }

    @Test("progress never goes back, and its share is bounded for any numbers")
    func progress() {
        var progress = ProgressState(title: "Searching", unit: "entries", total: 10)
        progress.update(done: 7)
        progress.update(done: 3)
        #expect(progress.model(cancelKey: "Esc").percent == 70)
        progress.requestCancel()
        #expect(progress.model(cancelKey: "Esc").cancelKey == nil)
        func percent(_ done: Int, _ total: Int?) -> Int? {
            ProgressModel(title: "", done: done, total: total, unit: "").percent
        }
        #expect(percent(.max, .max) == 100)
        #expect(percent(-5, 10) == 0)
        #expect(percent(20, 10) == 100)
        #expect(percent(1, 0) == nil)
        #expect(percent(1, nil) == nil)
    }

    @Test("a stepper says which steps are behind, here and ahead")
    func stepper() {
        var stepper = Stepper(["From", "To", "Done"])
        #expect(stepper.goBack() == false)
        stepper.advance()
        #expect(stepper.crumbs.map(\.state) == [.done, .current, .ahead])
        #expect(stepper.goBack() == true)
        for _ in 0..<5 { stepper.advance() }
        #expect(stepper.isFinished)
        #expect(stepper.crumbs.map(\.state) == [.done, .done, .done])
    }
}
