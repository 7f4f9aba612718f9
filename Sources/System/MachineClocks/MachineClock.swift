import Glibc

/// The clocks of this machine: wall clock and boot clock.
package enum MachineClock {
    /// Whole seconds, of any size, and the nanoseconds beyond them, from 0 to 999,999,999.
    package typealias Reading = (seconds: Int64, nanoseconds: Int64)

    /// Wall clock in UTC since 1970, which may be set.
    package static var wall: Reading { read(CLOCK_REALTIME) }

    /// Monotonic clock since boot, which also runs while the machine sleeps.
    package static var boot: Reading { read(CLOCK_BOOTTIME) }

    private static func read(_ clock: clockid_t) -> Reading {
        var time = timespec()
        clock_gettime(clock, &time)
        return (Int64(time.tv_sec), Int64(time.tv_nsec))
    }
}
