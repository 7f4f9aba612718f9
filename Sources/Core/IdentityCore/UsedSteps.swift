/// Time steps whose code a user has spent, for signing in or for a transfer.
///
/// A step is spent once for all purposes.
package struct UsedSteps: Hashable, Sendable {
    /// The spent steps, oldest first.
    package private(set) var steps: [TimeStep] = []

    /// Creates a set without spent steps.
    package init() {}

    /// Restores stored steps, in any order.
    package init(_ steps: some Sequence<TimeStep>) {
        for step in steps { insert(step) }
    }

    /// Returns true if the code of a step was spent.
    ///
    /// - Complexity: O(log n).
    package func contains(_ step: TimeStep) -> Bool {
        let index = firstIndex(notBefore: step)
        return index < steps.count && steps[index] == step
    }

    /// Marks a step as spent; returns false if it already was.
    ///
    /// - Complexity: O(log n) for the newest step, O(n) otherwise.
    @discardableResult
    package mutating func insert(_ step: TimeStep) -> Bool {
        let index = firstIndex(notBefore: step)
        if index < steps.count, steps[index] == step { return false }
        steps.insert(step, at: index)
        return true
    }

    private func firstIndex(notBefore step: TimeStep) -> Int {
        var low = 0
        var high = steps.count
        while low < high {
            let middle = (low + high) / 2
            if steps[middle] < step { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
