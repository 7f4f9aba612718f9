import Cryptography
import SyncCore
import WireProtocol

// Forged replies and stream events, one field at a time.
extension Forgery {
    /// Percentage of alterable snapshot pages that are altered; low, as pages come by the dozen.
    private static let pagePercent = 15

    /// Returns a reply with one altered field in its last entry, or nil if it carries no entry.
    static func entry(
        of reply: [UInt8],
        _ dice: inout Dice
    ) -> (forged: ForgedEntry, reply: [UInt8])? {
        switch try? Reply(encoded: reply) {
        case .feed(let feed)?:
            guard let (forged, batch) = entry(of: feed.batch, in: .feed, &dice) else { return nil }
            return (forged, feed.with(batch).encoded)
        case .snapshot(let page)?:
            guard dice.percent(pagePercent),
                let (forged, changes) = entry(among: page.changes, in: .snapshot, &dice)
            else { return nil }
            return (forged, Reply.snapshot(page.with(changes: changes)).encoded)
        case .entries(let entries)?:
            guard let sent = entries.last else { return nil }
            let forged = alter(sent, in: .entries, &dice)
            let others = Array(entries.dropLast())
            return (forged, Reply.entries(others + [forged.arriving]).encoded)
        default: return nil
        }
    }

    /// Returns a batch with one altered field in its last entry, or nil if it carries no entry.
    static func entry(
        of batch: FeedBatch,
        in list: EntryList,
        _ dice: inout Dice
    ) -> (forged: ForgedEntry, batch: FeedBatch)? {
        guard let (forged, changes) = entry(among: batch.changes, in: list, &dice) else {
            return nil
        }
        return (forged, batch.with(changes: changes))
    }

    private static func entry(
        among changes: [FeedChange],
        in list: EntryList,
        _ dice: inout Dice
    ) -> (forged: ForgedEntry, changes: [FeedChange])? {
        for (index, change) in changes.enumerated().reversed() {
            guard case .entry(let entry) = change else { continue }
            let forged = alter(entry, in: list, &dice)
            var changes = changes
            changes[index] = .entry(forged.arriving)
            return (forged, changes)
        }
        return nil
    }

    private static func alter(
        _ sent: EntryRecord,
        in list: EntryList,
        _ dice: inout Dice
    ) -> ForgedEntry {
        var field = EntryField.draw(&dice)
        // The first entry of an unknown account begins a chain and contradicts nothing.
        if field == .accountID, sent.accountSequence == 1 { field = .amount }
        return ForgedEntry(sent: sent, field: field, list: list)
    }

    // MARK: Places and counts

    /// Returns a reply with an impossible cursor, MAC or entry count and the field's name, or nil
    /// if it carries none whose alteration shows.
    static func place(in reply: [UInt8], _ dice: inout Dice) -> (field: String, reply: [UInt8])? {
        switch try? Reply(encoded: reply) {
        case .feed(let feed)?: return dice.pick(places(in: feed))
        case .snapshot(let page)?:
            return dice.percent(pagePercent) ? dice.pick(places(in: page)) : nil
        default: return nil
        }
    }

    private static func places(in feed: FeedReply) -> [(field: String, reply: [UInt8])] {
        var forged: [(field: String, reply: [UInt8])] = []
        let batch = feed.batch
        if batch.endsInOrder {
            let ahead = batch.with(cursor: batch.cursor.moved(by: 1))
            let behind = batch.with(head: batch.head.moved(by: -1))
            forged.append((field: "reply.feed.cursor", reply: feed.with(ahead).encoded))
            forged.append((field: "reply.feed.head", reply: feed.with(behind).encoded))
        }
        if let (field, changes) = count(among: batch.changes) {
            forged.append((field: field, reply: feed.with(batch.with(changes: changes)).encoded))
        }
        return forged
    }

    private static func places(in page: SnapshotReply) -> [(field: String, reply: [UInt8])] {
        let resealed = page.with(at: page.at.altered(.mac))
        var forged = [(field: "reply.snapshot.at", reply: Reply.snapshot(resealed).encoded)]
        if let next = page.nextPage {
            let lost = page.with(nextPage: next + ".")
            forged.append((field: "reply.snapshot.next-page", reply: Reply.snapshot(lost).encoded))
        }
        if let (field, changes) = count(among: page.changes) {
            let counted = page.with(changes: changes)
            forged.append((field: field, reply: Reply.snapshot(counted).encoded))
        }
        return forged
    }

    /// Returns changes in which the last account claims one entry too many and the field's name, or
    /// nil if they name no account.
    private static func count(
        among changes: [FeedChange]
    ) -> (field: String, changes: [FeedChange])? {
        for (index, change) in changes.enumerated().reversed() {
            guard case .account(let account) = change else { continue }
            var changes = changes
            changes[index] = .account(account.withEntryMore)
            return ("record.account.accountSequence", changes)
        }
        return nil
    }

    /// Returns an event with an impossible cursor, MAC, root or entry count and the field's name,
    /// or nil if it carries none whose alteration shows.
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
        // A lower head shows only if the batch reaches the head.
        if batch.endsInOrder {
            let (cursor, head) = (batch.cursor.moved(by: 1), batch.head.moved(by: -1))
            forged.append((field: "event.delta.cursor", event: .delta(batch.with(cursor: cursor))))
            forged.append((field: "event.delta.head", event: .delta(batch.with(head: head))))
        }
        if let (field, changes) = count(among: batch.changes) {
            forged.append((field: field, event: .delta(batch.with(changes: changes))))
        }
        return forged
    }

    private static func places(
        in checkpoint: StreamCheckpoint
    ) -> [(field: String, event: StreamEvent)] {
        var forged: [(field: String, event: StreamEvent)] = []
        if let after = checkpoint.after {
            let moved = checkpoint.with(after: after.moved(by: 1))
            forged.append((field: "event.checkpoint.after", event: .checkpoint(moved)))
            // A console that is already at the cursor keeps its own.
            if after.feedSequence < checkpoint.cursor.feedSequence {
                let resealed = checkpoint.with(cursor: checkpoint.cursor.altered(.mac))
                forged.append((field: "event.checkpoint.cursor", event: .checkpoint(resealed)))
            }
        }
        if let root = checkpoint.root {
            let other = checkpoint.with(root: Digest256(hashing: root.bytes))
            forged.append((field: "event.checkpoint.root", event: .checkpoint(other)))
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
    /// True if the batch reaches the head and the head is not the beginning.
    fileprivate var endsInOrder: Bool { reachesHead && head.feedSequence > 0 }

    fileprivate func with(
        changes: [FeedChange]? = nil,
        after: Cursor? = nil,
        cursor: Cursor? = nil,
        head: Cursor? = nil
    ) -> FeedBatch {
        FeedBatch(
            changes: changes ?? self.changes,
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

extension SnapshotReply {
    fileprivate func with(
        at cursor: Cursor? = nil,
        changes: [FeedChange]? = nil,
        nextPage: String? = nil
    ) -> SnapshotReply {
        SnapshotReply(
            at: cursor ?? at,
            changes: changes ?? self.changes,
            nextPage: nextPage ?? self.nextPage,
            root: root,
            serverTime: serverTime
        )
    }
}

extension StreamCheckpoint {
    fileprivate func with(
        after: Cursor? = nil,
        cursor: Cursor? = nil,
        root: Digest256? = nil
    ) -> StreamCheckpoint {
        StreamCheckpoint(
            after: after ?? self.after,
            cursor: cursor ?? self.cursor,
            head: head,
            root: root ?? self.root,
            serverTime: serverTime
        )
    }
}

extension AccountRecord {
    /// The account with one entry more than it has.
    fileprivate var withEntryMore: AccountRecord {
        AccountRecord(
            accountID: accountID,
            number: number,
            branchCode: branchCode,
            holder: holder,
            product: product,
            currency: currency,
            heldMinorUnits: heldMinorUnits,
            minimumBalanceMinorUnits: minimumBalanceMinorUnits,
            isClosed: isClosed,
            access: access,
            accountSequence: accountSequence + 1
        )
    }
}
