import ClientService
import CoreVocabulary
import LedgerService
import Synchronization

/// A clock that shows a time given to it.
///
/// Only waiting takes real time.
final class HandedClock: ClientClock, BankClock {
    private let instant: Mutex<Instant>

    init(startsAt start: Instant) {
        instant = Mutex(start)
    }

    func now() -> Instant { instant.withLock(\.self) }

    func boottime() -> Instant { now() }

    func advance(seconds: Int64) {
        instant.withLock { $0 = $0.adding(seconds: seconds) }
    }

    func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }
}
