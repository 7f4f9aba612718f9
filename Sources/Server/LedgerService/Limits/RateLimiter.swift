import CoreVocabulary
import IdentityCore
import Synchronization
import WireProtocol

/// Counts frequent requests in memory, and tracks which counts are not stored yet.
///
/// A durable commit for every read would cost more than the read. So these buckets are stored some
/// seconds late, and a crash loses at most the counts of that time. Sign-ins and transfers are not
/// counted here but in their own database transactions.
final class RateLimiter: Sendable {
    /// Minimum interval in seconds between two stores of the counts.
    static let saveSeconds: Int64 = 10
    /// Maximum number of buckets in memory; beyond it, full ones are dropped, and then all.
    static let bucketLimit = 65_536

    private struct State {
        var buckets: [LimitKey: Instant] = [:]
        var unsaved: Set<LimitKey> = []
        var savedAt: Instant?
        var isLoaded = false
    }

    private let context: BankContext
    private let state = Mutex(State())

    init(_ context: BankContext) { self.context = context }

    /// Counts a request under some keys, and returns the counts to store now.
    ///
    /// - Throws: ``RequestRefused`` if it exceeds a limit; any error of the store.
    func count(_ keys: [LimitKey], at now: Instant) async throws -> [LimitRecord] {
        if !state.withLock({ $0.isLoaded }) {
            load(try await context.store.read { try $0.limits(at: now) }, at: now)
        }
        for key in keys {
            guard let seconds = countInMemory(key, at: now) else { continue }
            throw RequestRefused(.slowDown, retryAfterSeconds: seconds)
        }
        return collectUnsaved(at: now)
    }

    /// Loads the stored counts and keeps what was counted meanwhile.
    private func load(_ records: [LimitRecord], at now: Instant) {
        state.withLock { state in
            for record in records {
                state.buckets[record.key] = max(
                    record.fullAt,
                    state.buckets[record.key] ?? record.fullAt
                )
            }
            state.isLoaded = true
            state.savedAt = now
        }
    }

    /// Counts one request; returns nil if it is allowed, and the seconds to wait otherwise.
    ///
    /// It reads no books. The count is stored with the next request that ``count(_:at:)`` counts.
    func countInMemory(_ key: LimitKey, at now: Instant) -> Int64? {
        guard let limit = context.configuration.limits[key.budget] else { return nil }
        let seconds: Int64? = state.withLock { state in
            switch limit.spend(from: state.buckets[key], at: now) {
            case .mustWait(let seconds):
                return seconds
            case .allowed(let fullAt):
                if state.buckets.count >= Self.bucketLimit { Self.forget(&state, at: now) }
                state.buckets[key] = fullAt
                state.unsaved.insert(key)
                return nil
            }
        }
        if seconds != nil { context.metrics.count(.slowedDown) }
        return seconds
    }

    /// Returns the counts to store now; returns none before the interval has passed.
    private func collectUnsaved(at now: Instant) -> [LimitRecord] {
        state.withLock { state in
            let age = now.seconds(since: state.savedAt ?? now)
            guard age >= Self.saveSeconds || age < 0, !state.unsaved.isEmpty else { return [] }
            state.savedAt = now
            defer { state.unsaved = [] }
            return state.unsaved.compactMap { key in
                state.buckets[key].map { LimitRecord(key: key, fullAt: $0) }
            }
            .sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
        }
    }

    /// Marks counts as unsaved again after they could not be stored.
    func markUnsaved(_ records: [LimitRecord]) {
        state.withLock { state in
            for record in records where state.buckets[record.key] != nil {
                state.unsaved.insert(record.key)
            }
        }
    }

    private static func forget(_ state: inout State, at now: Instant) {
        state.buckets = state.buckets.filter { $0.value > now }
        if state.buckets.count >= bucketLimit { state.buckets = [:] }
        state.unsaved = state.unsaved.filter { state.buckets[$0] != nil }
    }
}
