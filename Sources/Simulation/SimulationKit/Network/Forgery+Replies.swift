import Cryptography
import SyncCore
import WireProtocol

// What a console is told otherwise than the bank said it, one field at a time.
extension Forgery {
    /// A batch in which one field of the last entry is another; nil when there is none.
    static func entry(
        of reply: [UInt8],
        _ dice: inout Dice
    ) -> (forged: ForgedEntry, reply: [UInt8])? {
        guard case .feed(let feed) = try? Reply(encoded: reply),
            let (forged, batch) = entry(of: feed.batch, &dice)
        else { return nil }
        return (forged, feed.with(batch).encoded)
    }

    /// A batch in which one field of the last entry is another; nil when there is none.
    static func entry(
        of batch: FeedBatch,
        _ dice: inout Dice
    ) -> (forged: ForgedEntry, batch: FeedBatch)? {
        var changes = batch.changes
        for (index, change) in changes.enumerated().reversed() {
            guard case .entry(let entry) = change else { continue }
            let field = EntryField.draw(&dice)
            changes[index] = .entry(entry.altered(field))
            return (
                ForgedEntry(sent: entry, field: field),
                FeedBatch(
                    changes: changes,
                    after: batch.after,
                    cursor: batch.cursor,
                    head: batch.head
                )
            )
        }
        return nil
    }

    /// A reply in which a place in the feed cannot be, and the name of the field; nil when it has
    /// none of which that shows at once.
    static func place(
        in reply: [UInt8],
        _ dice: inout Dice
    ) -> (field: String, reply: [UInt8])? {
        guard case .feed(let feed) = try? Reply(encoded: reply), feed.batch.endsInOrder else {
            return nil
        }
        let batch = feed.batch
        if dice.percent(50) {
            let ahead = batch.with(cursor: batch.cursor.moved(by: 1))
            return (field: "reply.feed.cursor", reply: feed.with(ahead).encoded)
        }
        let behind = batch.with(head: batch.head.moved(by: -1))
        return (field: "reply.feed.head", reply: feed.with(behind).encoded)
    }

    /// An event in which a place or a root cannot be, and the name of the field; nil when it has
    /// none of which that shows at once.
    static func place(
        in event: StreamEvent,
        _ dice: inout Dice
    ) -> (field: String, event: StreamEvent)? {
        switch event {
        case .delta(let batch): dice.pick(places(in: batch))
        case .checkpoint(let checkpoint): dice.pick(places(in: checkpoint))
        case .heartbeat(let heartbeat): behind(heartbeat)
        case .control: nil
        }
    }

    private static func places(in batch: FeedBatch) -> [(field: String, event: StreamEvent)] {
        var forged: [(field: String, event: StreamEvent)] = []
        if let after = batch.after {
            let moved = batch.with(after: after.moved(by: 1))
            forged.append((field: "event.delta.after", event: .delta(moved)))
        }
        // A lower head is no lie that shows, unless the batch reaches it.
        if batch.endsInOrder {
            let (cursor, head) = (batch.cursor.moved(by: 1), batch.head.moved(by: -1))
            forged.append((field: "event.delta.cursor", event: .delta(batch.with(cursor: cursor))))
            forged.append((field: "event.delta.head", event: .delta(batch.with(head: head))))
        }
        return forged
    }

    private static func places(
        in checkpoint: StreamCheckpoint
    ) -> [(field: String, event: StreamEvent)] {
        func with(after: Cursor?, root: Digest256?) -> StreamEvent {
            .checkpoint(
                StreamCheckpoint(
                    after: after,
                    cursor: checkpoint.cursor,
                    head: checkpoint.head,
                    root: root,
                    serverTime: checkpoint.serverTime
                )
            )
        }
        var forged: [(field: String, event: StreamEvent)] = []
        if let after = checkpoint.after {
            let moved = with(after: after.moved(by: 1), root: checkpoint.root)
            forged.append((field: "event.checkpoint.after", event: moved))
        }
        if let root = checkpoint.root {
            let other = with(after: checkpoint.after, root: Digest256(hashing: root.bytes))
            forged.append((field: "event.checkpoint.root", event: other))
        }
        return forged
    }

    private static func behind(
        _ heartbeat: StreamHeartbeat
    ) -> (field: String, event: StreamEvent)? {
        guard heartbeat.head.feedSequence > 0 else { return nil }
        let forged = StreamHeartbeat(
            head: heartbeat.head.moved(by: -1),
            serverTime: heartbeat.serverTime,
            lifeMilliseconds: heartbeat.lifeMilliseconds
        )
        return (field: "event.heartbeat.head", event: .heartbeat(forged))
    }
}

extension FeedBatch {
    /// True if it reaches the head, and the head is not the beginning.
    fileprivate var endsInOrder: Bool { reachesHead && head.feedSequence > 0 }

    fileprivate func with(
        after: Cursor? = nil,
        cursor: Cursor? = nil,
        head: Cursor? = nil
    ) -> FeedBatch {
        FeedBatch(
            changes: changes,
            after: after ?? self.after,
            cursor: cursor ?? self.cursor,
            head: head ?? self.head
        )
    }
}

extension FeedReply {
    fileprivate func with(_ batch: FeedBatch) -> Reply {
        .feed(FeedReply(batch: batch, serverTime: serverTime))
    }
}
