/// One period of an authenticator, counted from 1970-01-01T00:00:00Z.
///
/// Source: RFC 6238 §4.2, with T0 = 0.
public struct TimeStep: Hashable, Comparable, Sendable {
    /// The number of whole periods since 1970, negative before it.
    public let number: Int64

    /// Makes a step from its number.
    public init(number: Int64) {
        self.number = number
    }

    /// The step before this one.
    public var previous: TimeStep {
        TimeStep(number: number - 1)
    }

    /// The step after this one.
    public var next: TimeStep {
        TimeStep(number: number + 1)
    }

    /// Whether the left step is the earlier one.
    public static func < (left: TimeStep, right: TimeStep) -> Bool {
        left.number < right.number
    }
}
