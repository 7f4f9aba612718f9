/// A variable that only the thread of one simulation touches.
// SAFETY: Everything that holds a cell runs as a job or a timer of one `Scheduler`, which runs them
// one after the other on one thread.
final class Cell<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}
