import LedgerService
import ServiceLifecycle
import Synchronization

/// Asks the bank for its health at intervals, so that requests to the server cost the bank nothing.
final class HealthWatch: Service {
    /// Interval between two questions, in milliseconds.
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

    /// The latest health; nil if the bank has not answered within the limit.
    var health: BankHealth? {
        let limit = Duration.milliseconds(limitMilliseconds + Self.intervalMilliseconds)
        return known.withLock { known in
            guard let knownAt = known.knownAt, ContinuousClock.now - knownAt < limit else {
                return nil
            }
            return known.health
        }
    }

    /// True if the server accepts requests.
    var isReady: Bool { health != nil && !known.withLock(\.isStopping) }

    /// Marks the server as stopping.
    func stop() {
        known.withLock { $0.isStopping = true }
    }

    /// Asks for the health once.
    func ask() async {
        // The bank's own log has the reason of a failure.
        let health = try? await bank.health()
        known.withLock { known in
            known.health = health
            known.knownAt = .now
        }
    }

    /// Asks at intervals until a graceful stop.
    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                // Only throws if cancelled, which ends the loop.
                try? await clock.sleep(for: .milliseconds(Self.intervalMilliseconds))
                await ask()
            }
        }
    }
}
