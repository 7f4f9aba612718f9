import ClientService
import CoreVocabulary
import Cryptography
import Glibc
import LedgerService
import Synchronization

/// The machine's clock, which may be put forward: a code is taken once, and its successor is due
/// half a minute later.
final class BenchClock: ClientClock, BankClock {
    private let advance = Mutex<Int64>(0)

    func now() -> Instant {
        read(CLOCK_REALTIME)
    }

    func boottime() -> Instant {
        read(CLOCK_BOOTTIME)
    }

    func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// Puts both clocks forward.
    func goForward(seconds: Int64) {
        advance.withLock { $0 += seconds }
    }

    private func read(_ clock: clockid_t) -> Instant {
        var time = timespec()
        clock_gettime(clock, &time)
        return Instant(
            nanosecondsSinceEpoch: Int64(time.tv_sec) * Instant.nanosecondsPerSecond
                + Int64(time.tv_nsec)
        ).adding(seconds: advance.withLock(\.self))
    }
}

/// The machine's randomness.
struct BenchRandom: BankRandom {
    func bytes(_ count: Int) -> [UInt8] {
        SecureRandom.bytes(count)
    }

    /// 128 bits, for an identifier.
    static func bits() -> UInt128 {
        BenchRandom().bytes(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }
}

/// Shows what the bank notes: a measured bank that fails gives no figure.
struct BenchLog: BankLog {
    func note(_ entry: BankLogEntry) {
        print("\(entry.event.rawValue): \(entry.text)")
    }
}
