/// A variable that only the thread of one simulation touches.
// SAFETY: Everything that touches a cell runs on the thread that makes one simulation and runs its
// `Scheduler`: before it, behind it, or as one of its jobs and timers, which follow one another.
final class Cell<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}
