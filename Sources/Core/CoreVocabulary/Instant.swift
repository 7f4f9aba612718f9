/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Core has no clock; its callers pass the instants in. The range ends in the year 2262.
package struct Instant: Hashable, Comparable, Sendable {
    /// Number of nanoseconds in a second.
    package static let nanosecondsPerSecond: Int64 = 1_000_000_000
    /// Maximum step of a well-kept clock, in seconds: five minutes.
    ///
    /// It is far more than time servers step, and far less than a day on a statement.
    package static let stepToleranceSeconds: Int64 = 300
    /// The Unix epoch, 1970-01-01T00:00:00Z.
    package static let epoch = Instant(nanosecondsSinceEpoch: 0)

    /// Nanoseconds since 1970-01-01T00:00:00Z, negative before it.
    package let nanosecondsSinceEpoch: Int64

    /// Creates an instant from nanoseconds since 1970-01-01T00:00:00Z.
    package init(nanosecondsSinceEpoch: Int64) {
        self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
    }

    /// Creates an instant from whole seconds since 1970-01-01T00:00:00Z.
    ///
    /// Beyond 9,223,372,036 seconds the result is clamped to the last or first instant.
    package init(secondsSinceEpoch: Int64) {
        let (product, overflow) = secondsSinceEpoch.multipliedReportingOverflow(
            by: Self.nanosecondsPerSecond
        )
        nanosecondsSinceEpoch = overflow ? (secondsSinceEpoch < 0 ? .min : .max) : product
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package var secondsSinceEpoch: Int64 {
        let (quotient, remainder) = nanosecondsSinceEpoch.quotientAndRemainder(
            dividingBy: Self.nanosecondsPerSecond
        )
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Returns the instant this many seconds later, earlier if negative.
    ///
    /// The result is clamped to the last or first instant.
    package func adding(seconds: Int64) -> Instant {
        let sum =
            Int128(nanosecondsSinceEpoch) + Int128(seconds) * Int128(Self.nanosecondsPerSecond)
        return Instant(nanosecondsSinceEpoch: Int64(clamping: sum))
    }

    /// Returns the whole seconds from an earlier instant to this one, rounded towards zero.
    package func seconds(since earlier: Instant) -> Int64 {
        let difference = Int128(nanosecondsSinceEpoch) - Int128(earlier.nanosecondsSinceEpoch)
        return Int64(difference / Int128(Self.nanosecondsPerSecond))
    }

    /// Returns the instant that is a duration later, clamped to the last or first instant.
    ///
    /// Parts of a nanosecond are dropped.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        let nanoseconds = duration.attoseconds / 1_000_000_000
        return Instant(
            nanosecondsSinceEpoch: Int64(
                clamping: Int128(instant.nanosecondsSinceEpoch) + nanoseconds
            )
        )
    }

    /// Returns the duration from the right instant to the left one.
    package static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanosecondsSinceEpoch) - .nanoseconds(right.nanosecondsSinceEpoch)
    }

    /// Returns true if the left instant is earlier.
    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
    }
}
