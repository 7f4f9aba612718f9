import CoreVocabulary
import Synchronization

/// An outbox that lives in memory alone: for tests, and for a console without a disk.
public final class InMemoryOutboxStore: OutboxStore {
    private let records = Mutex<[OutboxRecord]>([])

    /// Makes an empty outbox.
    public init() {}

    /// Everything that was not acknowledged, oldest first.
    public func load() -> [OutboxRecord] {
        records.withLock { $0.filter { !$0.isAcknowledged } }
    }

    /// Adds a transfer.
    public func insert(_ record: OutboxRecord) throws {
        try records.withLock { records in
            guard !records.contains(where: { $0.key == record.key }) else {
                throw ClientError(.outboxUnavailable)
            }
            records.append(record)
        }
    }

    /// Replaces what is stored under the record's key.
    public func update(_ record: OutboxRecord) throws {
        try records.withLock { records in
            guard let place = records.firstIndex(where: { $0.key == record.key }) else {
                throw ClientError(.outboxUnavailable)
            }
            records[place] = record
        }
    }

    /// Does nothing: memory ends with the process.
    public func close() {}
}
