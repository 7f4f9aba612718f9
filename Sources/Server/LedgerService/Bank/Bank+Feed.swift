import CoreVocabulary
import Cryptography
import SyncCore
import TokenCore
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
        /// The time of the reading, by the clock that never jumps.
        let readAt: Instant
    }

    /// A wait for news: its length, and the place that it takes.
    struct Wait: Sendable {
        /// At most so long.
        let milliseconds: Int64
        /// The place.
        let ticket: WaitTicket
    }

    /// Takes a place among those who wait for news; whoever must end for it is woken.
    ///
    /// - Throws: ``RequestRefused``: the caller's peer or the bank has no place left.
    func enterWaits(_ caller: Caller) throws -> WaitTicket {
        let waiter = WaitPlaces.Waiter(
            session: caller.token.sessionID,
            user: caller.token.userID,
            peerBits: caller.origin.peerBits
        )
        guard let (ticket, displaced) = waits.enter(waiter) else {
            metrics.count(.slowedDown)
            throw RequestRefused(.slowDown, retryAfterSeconds: Self.fullWaitSeconds)
        }
        if !displaced.isEmpty { feedWaiters.wake(CollectionOfOne(waiter.user)) }
        return ticket
    }

    /// The `retry-after` of a request that finds no place to wait for news, in seconds.
    private static let fullWaitSeconds: Int64 = 5

    /// Answers with what came after a cursor, and waits for something to come when nothing has.
    func feed(_ request: FeedRequest, _ caller: Caller) async throws -> Reply {
        let ticket = request.waitMilliseconds > 0 ? try enterWaits(caller) : nil
        let news = try await news(
            after: request.cursor,
            limit: min(request.limit, configuration.sync.pageChangeCount),
            wait: ticket.map { Wait(milliseconds: request.waitMilliseconds, ticket: $0) },
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
    ///   - wait: The place to wait at; nil to wait for nothing.
    ///   - wantsRoot: Whether at some time of the clock that never jumps the root of the trie is
    ///     wanted; nothing is waited for then.
    ///   - caller: Who asks; looked at again after each wait.
    ///   - route: What for.
    /// - Returns: The changes; none when nothing came in time.
    /// - Throws: ``RequestRefused``, and what the store throws.
    func news(
        after cursor: Cursor?,
        limit: Int,
        wait: Wait?,
        wantsRoot: @escaping @Sendable (Instant) -> Bool,
        _ caller: Caller,
        to route: Route
    ) async throws -> News {
        let tools = try await syncTools()
        let deadline = clock.boottime().adding(milliseconds: wait?.milliseconds ?? 0)
        while true {
            let isInTime = deadline.milliseconds(since: clock.boottime()) > 0
            let place = isInTime ? feedWaiters.add(caller.token.userID) : nil
            defer { place.map { feedWaiters.remove($0) } }
            let news = try await read(for: caller) { [clock] reader in
                // As of the reading, for which others may have kept it waiting.
                let now = clock.now()
                let readAt = clock.boottime()
                let who = try reader.admit(caller, to: route, at: now)
                let view = try SyncView(reader, of: who.user.id, tools)
                let batch = try FeedReader(view, after: cursor).batch(limit: limit)
                let isRootWanted = batch.reachesHead && wantsRoot(readAt)
                let root = isRootWanted ? try view.root(at: view.head) : nil
                return News(batch: batch, root: root, serverTime: now, readAt: readAt)
            }
            // What does not reach the head says how far it came, and there may be more at once.
            let isNews =
                !news.batch.changes.isEmpty || news.root != nil || !news.batch.reachesHead
                || news.batch.cursor.epoch != cursor?.epoch
            let remaining = deadline.milliseconds(since: clock.boottime())
            guard let place, let ticket = wait?.ticket, remaining > 0, !isNews, !Task.isCancelled,
                !ticket.isDisplaced
            else { return news }
            // Woken between the read and here, by news or by the end of a session: it looks again.
            if feedWaiters.contains(place) {
                await waitForNews(in: place, milliseconds: remaining)
            }
            // Nobody is there any more, or the bank stops: what was read is the answer.
            if Task.isCancelled { return news }
        }
    }

    private func waitForNews(in place: FeedWaiters.Place, milliseconds: Int64) async {
        let clock = clock
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in place.wakeUp {} }
            // Throws only when it is cancelled, which is what happens when there is news.
            group.addTask { try? await clock.sleep(milliseconds: milliseconds) }
            await group.next()
            group.cancelAll()
        }
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
