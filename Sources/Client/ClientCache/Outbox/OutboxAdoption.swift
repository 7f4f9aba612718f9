import ClientService
import Cryptography

/// Takes over transfers from the outboxes of consoles that have been closed.
///
/// Without it, a transfer queued in a second console would wait until a second console is opened
/// again. A record is written here before it is marked there. A crash in between leaves it in both
/// outboxes under one key, and the bank posts a key once.
enum OutboxAdoption {
    /// Takes over every readable record; the target outbox stores the number of unreadable ones.
    static func run(
        into outbox: SealedOutboxStore,
        of folder: UserFolder,
        storageKey: SharedSecret
    ) throws {
        var unreadCount = 0
        for other in try folder.takeOthers() where try SealedOutboxStore.exists(in: other) {
            // An outbox that cannot be opened, by this program or with this key, or cannot be read,
            // stays where it is and is reported. It must not keep the user from signing in.
            let left = try? SealedOutboxStore(in: other, storageKey: storageKey)
            defer { left?.close() }
            guard let left, let records = try? left.load(), let count = try? left.unreadableCount()
            else {
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
