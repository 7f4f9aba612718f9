import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

extension Bank {
    /// What came after a cursor, as of one moment of the books.
    struct News: Sendable {
        /// The changes.
        let batch: FeedBatch
        /// The root of the trie at the batch's cursor, if it was wanted and the batch reaches the
        /// head.
        let root: Digest256?
        /// The bank's time.
        let serverTime: Instant
    }

    /// Answers with what came after a cursor, and waits for something to come when nothing has.
    func feed(_ request: FeedRequest, _ caller: Caller) async throws -> Reply {
        let news = try await news(
            after: request.cursor,
            limit: request.limit,
            waitMilliseconds: request.waitMilliseconds,
            wantsRoot: { _ in false },
            caller,
            to: .feed
        )
        return .feed(FeedReply(batch: news.batch, serverTime: news.serverTime))
    }

    /// Reads what came after a cursor, and waits for something to come when nothing has.
    ///
    /// - Parameters:
    ///   - cursor: The cursor; one of another epoch is answered from the beginning, under this one.
    ///   - limit: The most changes, but for the last journal's.
    ///   - waitMilliseconds: How long to wait.
    ///   - wantsRoot: Whether at some time the root of the trie is wanted; nothing is waited for
    ///     then.
    ///   - caller: Who asks; looked at again after each wait.
    ///   - route: What for.
    /// - Returns: The changes; none when nothing came in time.
    /// - Throws: ``RequestRefused``, and what the store throws.
    func news(
        after cursor: Cursor?,
        limit: Int,
        waitMilliseconds: Int64,
        wantsRoot: @escaping @Sendable (Instant) -> Bool,
        _ caller: Caller,
        to route: Route
    ) async throws -> News {
        let tools = try await syncTools()
        let deadline = clock.now().adding(milliseconds: waitMilliseconds)
        while true {
            let seenWakeCount = feedWakeCount
            let now = clock.now()
            let news = try await store.read { reader in
                let who = try reader.admit(caller, to: route, at: now)
                let view = try SyncView(reader, of: who.user.id, tools)
                let batch = try FeedReader(view, after: cursor).batch(limit: limit)
                let isRootWanted = batch.reachesHead && wantsRoot(now)
                let root = isRootWanted ? try view.root(at: view.head) : nil
                return News(batch: batch, root: root, serverTime: now)
            }
            let remaining = deadline.milliseconds(since: now)
            let isNews =
                !news.batch.changes.isEmpty || news.root != nil
                || news.batch.cursor.epoch != cursor?.epoch
            if isNews || remaining <= 0 || Task.isCancelled { return news }
            // Woken between the read and here, by news or by the end of a session: it looks again.
            if feedWakeCount == seenWakeCount { await waitForFeed(milliseconds: remaining) }
        }
    }

    /// Tells every feed that waits that there may be something for it.
    func wakeFeeds(_ head: Int64) {
        lastFeedHead = head
        feedWakeCount += 1
        let waiters = feedWaiters.sorted { $0.key < $1.key }.map(\.value)
        feedWaiters = [:]
        for waiter in waiters { waiter.finish() }
    }

    private func waitForFeed(milliseconds: Int64) async {
        lastWaiterNumber += 1
        let number = lastWaiterNumber
        let (commits, continuation) = AsyncStream.makeStream(of: Void.self)
        feedWaiters[number] = continuation
        let clock = clock
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in commits {} }
            // Throws only when it is cancelled, which is what happens when there is news.
            group.addTask { try? await clock.sleep(milliseconds: milliseconds) }
            await group.next()
            group.cancelAll()
        }
        feedWaiters[number] = nil
    }
}

extension Instant {
    /// The instant this many milliseconds later.
    func adding(milliseconds: Int64) -> Instant {
        Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch + milliseconds * 1_000_000)
    }

    /// Milliseconds from an earlier instant to this one, a part of one counting as a whole one.
    func milliseconds(since earlier: Instant) -> Int64 {
        (nanosecondsSinceEpoch - earlier.nanosecondsSinceEpoch + 999_999) / 1_000_000
    }
}
