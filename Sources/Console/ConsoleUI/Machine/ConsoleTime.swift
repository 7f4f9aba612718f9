public import CoreVocabulary

/// When something happened, by the two clocks that a console has.
public struct ConsoleTime: Hashable, Sendable {
    /// The wall clock, for ages and dates; it may jump.
    public var wall: Instant
    /// A clock that never jumps and goes on while the machine sleeps, for idle time and spinners;
    /// it counts from anywhere, and is the one that a client reckons the bank's time with.
    public var steady: Instant

    /// Makes a time from the readings of both clocks.
    public init(wall: Instant, steady: Instant) {
        self.wall = wall
        self.steady = steady
    }

    /// The steady clock in whole milliseconds.
    var steadyMilliseconds: Int64 {
        steady.nanosecondsSinceEpoch / 1_000_000
    }
}
