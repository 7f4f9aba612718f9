import LedgerService
import ServiceLifecycle
import Synchronization

/// Asks the bank again and again how it does, so that whoever asks the server costs it nothing.
final class HealthWatch: Service {
    /// From one question to the next, in milliseconds.
    static let intervalMilliseconds: Int64 = 500

    private struct Known {
        var health: BankHealth?
        var knownAt: ContinuousClock.Instant?
        var isStopping = false
    }

    private let bank: any BankFront
    private let limitMilliseconds: Int64
    private let clock: any Clock<Duration>
    private let known = Mutex(Known())

    init(bank: any BankFront, limits: ServerLimits, clock: some Clock<Duration> = .continuous) {
        self.bank = bank
        self.clock = clock
        limitMilliseconds = limits.readinessMilliseconds
    }

    /// How the bank did just now; nil when it has not answered within the limit.
    var health: BankHealth? {
        let limit = Duration.milliseconds(limitMilliseconds + Self.intervalMilliseconds)
        return known.withLock { known in
            guard let knownAt = known.knownAt, ContinuousClock.now - knownAt < limit else {
                return nil
            }
            return known.health
        }
    }

    /// Whether requests are welcome.
    var isReady: Bool {
        health != nil && !known.withLock(\.isStopping)
    }

    /// From now on requests are not welcome.
    func stop() {
        known.withLock { $0.isStopping = true }
    }

    /// Asks once.
    func ask() async {
        // Why it does not answer stands in the bank's own log.
        let health = try? await bank.health()
        known.withLock { known in
            known.health = health
            known.knownAt = .now
        }
    }

    /// Asks until a graceful stop.
    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                // Throws only when it is cancelled, and then the loop ends.
                try? await clock.sleep(for: .milliseconds(Self.intervalMilliseconds))
                await ask()
            }
        }
    }
}
