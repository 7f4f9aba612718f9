/// Time step of an authenticator, counted from 1970-01-01T00:00:00Z.
///
/// Source: RFC 6238 §4.2, with T0 = 0.
public struct TimeStep: Hashable, Comparable, Sendable {
    /// Number of whole periods since 1970; negative before it.
    public let number: Int64

    /// Creates a step from its number.
    public init(number: Int64) {
        self.number = number
    }

    /// The step before this one.
    public var previous: TimeStep { TimeStep(number: number - 1) }

    /// The step after this one.
    public var next: TimeStep { TimeStep(number: number + 1) }

    /// Returns true if the left step is earlier.
    public static func < (left: TimeStep, right: TimeStep) -> Bool {
        left.number < right.number
    }
}
