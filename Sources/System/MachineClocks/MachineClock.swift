import Glibc

/// What the clocks of this machine show.
public enum MachineClock {
    /// Whole seconds, of any size, and the nanoseconds beyond them, from 0 to 999,999,999.
    public typealias Reading = (seconds: Int64, nanoseconds: Int64)

    /// The wall clock, which may be set; since 1970, UTC.
    public static var wall: Reading { read(CLOCK_REALTIME) }

    /// A clock that never jumps and goes on while the machine sleeps; since the machine was started.
    public static var boot: Reading { read(CLOCK_BOOTTIME) }

    private static func read(_ clock: clockid_t) -> Reading {
        var time = timespec()
        clock_gettime(clock, &time)
        return (Int64(time.tv_sec), Int64(time.tv_nsec))
    }
}
