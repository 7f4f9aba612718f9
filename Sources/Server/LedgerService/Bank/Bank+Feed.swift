import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

extension Bank {
    /// Answers with what came after a cursor, and waits for something to come when nothing has.
    func feed(_ request: FeedRequest, _ tokenHash: Digest256) async throws -> Reply {
        let deadline = clock.now().adding(milliseconds: request.waitMilliseconds)
        while true {
            let seenHead = lastFeedHead
            let now = clock.now()
            let batch = try await store.read { reader -> FeedBatch? in
                guard let session = try reader.liveSession(tokenHash, at: now) else { return nil }
                return try FeedReader(reader, of: session.userID)
                    .batch(after: request.cursor, limit: request.limit)
            }
            guard let batch else { return .problem(Problem(code: .sessionEnded)) }
            let remaining = deadline.milliseconds(since: now)
            let isNews = !batch.changes.isEmpty || batch.cursor.epoch != request.cursor?.epoch
            if isNews || remaining <= 0 || Task.isCancelled {
                return .feed(FeedReply(batch: batch, serverTime: now))
            }
            // A commit between the read and here moved the head already: then nothing is waited for.
            if lastFeedHead == seenHead { await waitForFeed(milliseconds: remaining) }
        }
    }

    /// Tells every feed that waits that there may be something for it.
    func wakeFeeds(_ head: Int64) {
        lastFeedHead = head
        let waiters = feedWaiters.values
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
