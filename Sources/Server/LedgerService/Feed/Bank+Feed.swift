import CoreVocabulary
import Cryptography
import SyncCore
import TokenCore
import WireProtocol

extension Bank {
    /// Changes after a cursor, read from one database snapshot.
    struct News: Sendable {
        /// The changes and the cursor after them.
        let batch: FeedBatch
        /// The root of the trie at the batch's cursor, if it was requested and the batch reaches
        /// the head.
        let root: Digest256?
        /// The bank's time of the reading.
        let serverTime: Instant
        /// The time of the reading, by the monotonic clock.
        let readAt: Instant
    }

    /// Wait for news, with its maximum length and its place.
    struct Wait: Sendable {
        /// The maximum length of the wait, in milliseconds.
        let milliseconds: Int64
        /// The ticket of the place that the wait occupies.
        let ticket: WaitTicket
    }

    /// Takes a place for a wait for news, and wakes any wait that this displaces.
    ///
    /// - Throws: ``RequestRefused`` if the caller's peer or the bank has no place left.
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

    /// Value of `retry-after`, in seconds, for a request that finds no place to wait for news.
    private static let fullWaitSeconds: Int64 = 5

    /// Answers with the changes after a cursor, and waits for news if there are none.
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

    /// Reads the changes after a cursor, and waits for news if there are none.
    ///
    /// - Parameters:
    ///   - cursor: The cursor; one of another epoch is answered from the beginning, under the
    ///     present epoch.
    ///   - limit: The maximum number of changes, except that the last journal is never split.
    ///   - wait: The place to wait in; nil to return at once.
    ///   - wantsRoot: Returns true if the root of the trie is requested at a time of the monotonic
    ///     clock. A reading with a root does not wait.
    ///   - caller: The caller; admitted again after each wait.
    ///   - route: The requested route.
    /// - Returns: The changes; none if there was no news in time.
    /// - Throws: ``RequestRefused``, and any error of the store.
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
                // Measured inside the reading, because other readers may have delayed it.
                let now = clock.now()
                let readAt = clock.boottime()
                let who = try reader.admit(caller, to: route, at: now)
                let view = try SyncView(reader, of: who.user.id, tools)
                let batch = try FeedReader(view, after: cursor).batch(limit: limit)
                let isRootWanted = batch.reachesHead && wantsRoot(readAt)
                let root = isRootWanted ? try view.root(at: view.head) : nil
                return News(batch: batch, root: root, serverTime: now, readAt: readAt)
            }
            // A batch that does not reach the head has to report its cursor, and the next one may
            // follow at once.
            let isNews =
                !news.batch.changes.isEmpty || news.root != nil || !news.batch.reachesHead
                || news.batch.cursor.epoch != cursor?.epoch
            let remaining = deadline.milliseconds(since: clock.boottime())
            guard let place, let ticket = wait?.ticket, remaining > 0, !isNews, !Task.isCancelled,
                !ticket.isDisplaced
            else { return news }
            // If news or the end of a session came between the read and here, the place is gone and
            // the loop reads again.
            if feedWaiters.contains(place) {
                await waitForNews(in: place, milliseconds: remaining)
            }
            // The caller is gone or the bank stops, so the last reading is the answer.
            if Task.isCancelled { return news }
        }
    }

    private func waitForNews(in place: FeedWaiters.Place, milliseconds: Int64) async {
        let clock = clock
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in place.wakeUp {} }
            // Throws only if cancelled, which happens when there is news.
            group.addTask { try? await clock.sleep(milliseconds: milliseconds) }
            await group.next()
            group.cancelAll()
        }
    }
}

extension Instant {
    /// Returns the instant this many milliseconds later.
    func adding(milliseconds: Int64) -> Instant {
        Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch + milliseconds * 1_000_000)
    }

    /// Returns the milliseconds since an earlier instant, rounded up.
    func milliseconds(since earlier: Instant) -> Int64 {
        (nanosecondsSinceEpoch - earlier.nanosecondsSinceEpoch + 999_999) / 1_000_000
    }
}
