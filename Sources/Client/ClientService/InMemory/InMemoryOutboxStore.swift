public import CoreVocabulary
import Cryptography
import Synchronization

/// An outbox that lives in memory alone, for tests.
public final class InMemoryOutboxStore: OutboxStore {
    private struct State {
        var records: [OutboxRecord] = []
        var damagedKeys: Set<IntentKey> = []
        var sequence: DeviceSequence
        var keyCount: UInt8 = 0
        var epochs: [EpochMark: UInt64] = [:]
    }

    private let state: Mutex<State>
    private let seed: [UInt8]

    /// Makes an empty outbox.
    ///
    /// - Parameter seed: What the console's keys are made of, so that a simulation can be repeated.
    public init(seed: [UInt8] = []) {
        self.seed = seed
        state = Mutex(State(sequence: Self.sequence(seed, 0)))
    }

    /// Everything that was not acknowledged and can be read, oldest first.
    public func load() -> [OutboxRecord] {
        state.withLock { state in
            state.records.filter { !$0.isAcknowledged && !state.damagedKeys.contains($0.key) }
        }
    }

    /// The newest that were acknowledged and can be read, the newest first.
    public func acknowledged(limit: Int) -> [OutboxRecord] {
        state.withLock { state in
            state.records.reversed().filter(\.isAcknowledged).prefix(limit).filter {
                !state.damagedKeys.contains($0.key)
            }
        }
    }

    /// The number of damaged transfers that were not acknowledged.
    public func unreadableCount() -> Int {
        state.withLock { state in
            state.records.count { !$0.isAcknowledged && state.damagedKeys.contains($0.key) }
        }
    }

    /// Makes a transfer unreadable, as damage on a disk does.
    public func damage(_ key: IntentKey) {
        state.withLock { _ = $0.damagedKeys.insert(key) }
    }

    /// Adds a transfer.
    public func insert(_ record: OutboxRecord) throws -> OutboxRecord {
        try state.withLock { state in
            guard !state.records.contains(where: { $0.key == record.key }) else {
                throw ClientError(.outboxUnavailable)
            }
            let stamped = record.stamped(in: &state.sequence)
            state.records.append(stamped)
            return stamped
        }
    }

    /// Replaces what is stored under the keys of records.
    public func update(_ records: [OutboxRecord], isLasting: Bool) throws {
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

    /// How far the console's sequence has come.
    public func device() -> DeviceSequence {
        state.withLock { $0.sequence }
    }

    /// Begins a sequence under another key.
    public func beginDevice() {
        state.withLock { state in
            state.keyCount &+= 1
            state.sequence = Self.sequence(seed, state.keyCount)
        }
    }

    /// The epoch that was noted under a mark.
    public func epoch(_ mark: EpochMark) -> UInt64 {
        state.withLock { $0.epochs[mark] ?? 0 }
    }

    /// Notes an epoch under a mark.
    public func raise(_ mark: EpochMark, to epoch: UInt64) {
        state.withLock { $0.epochs[mark] = max($0.epochs[mark] ?? 0, epoch) }
    }

    private static func sequence(_ seed: [UInt8], _ number: UInt8) -> DeviceSequence {
        let text = Array("counterfoil.in-memory-device".utf8)
        let bytes = SHA256.digest(of: text + seed + [number]).bytes
        let secret = SharedSecret(copying: bytes.span)
        guard let key = try? Ed25519.PrivateKey(seed: secret) else {
            invariantBroken("a digest has as many bytes as a seed")
        }
        return DeviceSequence(key: key)
    }

    /// Does nothing: memory ends with the process.
    public func close() {}
}
