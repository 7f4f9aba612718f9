import CoreVocabulary
import IdentityCore
import Synchronization

/// Counts what is asked for often, in memory, and remembers what has to be written down.
///
/// A durable commit for every read would cost more than the read. So these buckets are written
/// some seconds late: a crash forgives at most what was asked in that time. Sign-ins and transfers
/// are not counted here but in their own database transactions.
final class LimitDesk: Sendable {
    /// How many seconds may pass before what was counted is written down.
    static let saveSeconds: Int64 = 10
    /// The most buckets in memory; beyond it full ones are forgotten, and then any.
    static let bucketLimit = 65_536

    private struct State {
        var buckets: [LimitKey: Instant] = [:]
        var unsaved: Set<LimitKey> = []
        var savedAt: Instant?
        var isLoaded = false
    }

    private let state = Mutex(State())

    /// Whether what was written down before the start has been read.
    var isLoaded: Bool { state.withLock { $0.isLoaded } }

    /// Takes over what was written down; what was counted meanwhile stays.
    func load(_ records: [LimitRecord], at now: Instant) {
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

    /// Counts one more time; the seconds to wait when it is one too many.
    func take(_ key: LimitKey, _ limit: RateLimit, at now: Instant) -> Int64? {
        state.withLock { state in
            switch limit.take(from: state.buckets[key], at: now) {
            case .mustWait(let seconds): return seconds
            case .allowed(let fullAt):
                if state.buckets.count >= Self.bucketLimit { Self.forget(&state, at: now) }
                state.buckets[key] = fullAt
                state.unsaved.insert(key)
                return nil
            }
        }
    }

    /// What has to be written down now; nothing before it is time again.
    func takeUnsaved(at now: Instant) -> [LimitRecord] {
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

    /// Takes back what could not be written down.
    func putBack(_ records: [LimitRecord]) {
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
