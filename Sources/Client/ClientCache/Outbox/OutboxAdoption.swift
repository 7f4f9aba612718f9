import ClientService
import Cryptography

/// Takes over what consoles that are closed by now left in their outboxes.
///
/// Without it, a transfer that was queued in a second console would wait until there is a second
/// console again. The record is written here before it is marked there: a crash in between leaves
/// it in both, under one key, and the bank posts a key once.
enum OutboxAdoption {
    /// Takes over what can be read; the outbox that it goes into knows how much cannot.
    static func run(
        into outbox: SealedOutboxStore,
        of folder: UserFolder,
        storageKey: SharedSecret
    ) throws {
        var unreadCount = 0
        for other in try folder.takeOthers() where try SealedOutboxStore.exists(in: other) {
            // One that cannot be opened, by this program or with this key, or cannot be read, waits
            // where it is and is told of; it must not keep the person from signing in.
            guard let left = try? SealedOutboxStore(in: other, storageKey: storageKey) else {
                unreadCount += 1
                continue
            }
            defer { left.close() }
            guard let records = try? left.load(), let count = try? left.unreadableCount() else {
                unreadCount += 1
                continue
            }
            unreadCount += count
            for record in records {
                try outbox.adopt(record)
                try left.markMoved(record.key)
            }
        }
        outbox.noteLeftUnread(unreadCount)
    }
}
