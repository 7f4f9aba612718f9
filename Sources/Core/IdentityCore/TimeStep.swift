/// Time step of an authenticator, counted from 1970-01-01T00:00:00Z.
///
/// Source: RFC 6238 §4.2, with T0 = 0.
package struct TimeStep: Hashable, Comparable, Sendable {
    /// Number of whole periods since 1970; negative before it.
    package let number: Int64

    /// Creates a step from its number.
    package init(number: Int64) {
        self.number = number
    }

    /// The step before this one.
    package var previous: TimeStep { TimeStep(number: number - 1) }

    /// The step after this one.
    package var next: TimeStep { TimeStep(number: number + 1) }

    /// Returns true if the left step is earlier.
    package static func < (left: TimeStep, right: TimeStep) -> Bool {
        left.number < right.number
    }
}
