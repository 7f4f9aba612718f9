package import ClientService
package import CoreVocabulary
import Cryptography
import Synchronization

/// Outbox in memory, for tests.
package final class InMemoryOutboxStore: OutboxStore {
    private struct State {
        var records: [OutboxRecord] = []
        var damagedKeys: Set<IntentKey> = []
        var sequence: DeviceSequence
        var keyCount: UInt8 = 0
        var epochs: [EpochMark: UInt64] = [:]
    }

    private let state: Mutex<State>
    private let seed: [UInt8]

    /// Creates an empty outbox; the seed of its keys lets a simulation be repeated.
    package init(seed: [UInt8] = []) {
        self.seed = seed
        state = Mutex(State(sequence: Self.sequence(seed, 0)))
    }

    /// Returns all readable records that were not acknowledged, oldest first.
    package func load() -> [OutboxRecord] {
        state.withLock { state in
            state.records.filter { !$0.isAcknowledged && !state.damagedKeys.contains($0.key) }
        }
    }

    /// Returns the latest readable records that were acknowledged, newest first.
    package func acknowledged(limit: Int) -> [OutboxRecord] {
        state.withLock { state in
            state.records.reversed().filter(\.isAcknowledged).prefix(limit).filter {
                !state.damagedKeys.contains($0.key)
            }
        }
    }

    /// Returns the number of damaged transfers that were not acknowledged.
    package func unreadableCount() -> Int {
        state.withLock { state in
            state.records.count { !$0.isAcknowledged && state.damagedKeys.contains($0.key) }
        }
    }

    /// Makes a transfer unreadable, as disk damage does.
    package func damage(_ key: IntentKey) { state.withLock { _ = $0.damagedKeys.insert(key) } }

    /// Adds a transfer and stamps it.
    package func insert(_ record: OutboxRecord) throws -> OutboxRecord {
        try state.withLock { state in
            guard !state.records.contains(where: { $0.key == record.key }) else {
                throw ClientError(.outboxUnavailable)
            }
            let stamped = record.stamped(in: &state.sequence)
            state.records.append(stamped)
            return stamped
        }
    }

    /// Replaces the records stored under their keys.
    package func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        try state.withLock { state in
            let places = records.map { record in
                state.records.firstIndex { $0.key == record.key }
            }
            for case nil in places { throw ClientError(.outboxUnavailable) }
            for case (let record, let place?) in zip(records, places) {
                state.records[place] = record
            }
        }
    }

    /// Returns the console's device sequence.
    package func device() -> DeviceSequence { state.withLock { $0.sequence } }

    /// Begins a device sequence under another key.
    package func beginDevice() {
        state.withLock { state in
            state.keyCount &+= 1
            state.sequence = Self.sequence(seed, state.keyCount)
        }
    }

    /// Returns the epoch recorded under a mark.
    package func epoch(_ mark: EpochMark) -> UInt64 { state.withLock { $0.epochs[mark] ?? 0 } }

    /// Records an epoch under a mark, if it is higher.
    package func raise(_ mark: EpochMark, to epoch: UInt64) {
        state.withLock { $0.epochs[mark] = max($0.epochs[mark] ?? 0, epoch) }
    }

    private static func sequence(_ seed: [UInt8], _ number: UInt8) -> DeviceSequence {
        let text = Array("counterfoil.in-memory-device".utf8)
        let bytes = SHA256.digest(of: text + seed + [number]).bytes
        let secret = SharedSecret(copying: bytes.span)
        // The only error is a seed of another length.
        guard let key = try? Ed25519.PrivateKey(seed: secret) else {
            invariantBroken("a digest has as many bytes as a seed")
        }
        return DeviceSequence(key: key)
    }

    /// Does nothing, because memory needs no closing.
    package func close() {}
}
