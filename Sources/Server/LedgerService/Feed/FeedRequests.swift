import CoreVocabulary
import SyncCore
import IdentityCore
import WireProtocol

/// Reads feeds, and lets them wait for news.
struct FeedRequests: BankService {
    let resources: BankResources

    /// Reserves a place for a wait for news, and wakes any wait that this displaces.
    ///
    /// - Throws: ``RequestRefused`` if the caller's peer or the bank has no place left.
    func enterWaits(_ caller: Caller) throws -> WaitTicket {
        let waiter = WaitPlaces.Waiter(
            session: caller.token.sessionID,
            user: caller.token.userID,
            peerBits: caller.origin.peerBits
        )
        guard let (ticket, displaced) = resources.waits.enter(waiter) else {
            context.metrics.count(.slowedDown)
            throw RequestRefused(.slowDown, retryAfterSeconds: Self.fullWaitSeconds)
        }
        if !displaced.isEmpty { commits.feedWaiters.wake(CollectionOfOne(waiter.user)) }
        return ticket
    }

    /// Value of `retry-after`, in seconds, for a request that finds no place to wait for news.
    private static let fullWaitSeconds: Int64 = 5

    /// Answers with the changes after a cursor, and waits for news if there are none.
    func feed(_ request: FeedRequest, _ caller: Caller) async throws -> Reply {
        let ticket = request.waitMilliseconds > 0 ? try enterWaits(caller) : nil
        let news = try await news(
            NewsRequest(
                cursor: request.cursor,
                limit: min(request.limit, context.configuration.sync.pageChangeCount),
                wait: ticket.map { .init(milliseconds: request.waitMilliseconds, ticket: $0) },
                wantsRoot: { _ in false },
                caller: caller,
                route: .feed
            )
        )
        return .feed(FeedReply(batch: news.batch, serverTime: news.serverTime))
    }

    /// Reads the changes after a cursor, and waits for news if there are none.
    func news(_ request: NewsRequest) async throws -> News {
        let tools = try await resources.cursors.tools()
        let deadline = context.clock.boottime().adding(
            milliseconds: request.wait?.milliseconds ?? 0
        )
        while true {
            let isInTime = deadline.milliseconds(since: context.clock.boottime()) > 0
            let place = isInTime ? commits.feedWaiters.add(request.caller.token.userID) : nil
            defer { place.map { commits.feedWaiters.remove($0) } }
            let news = try await reader.read(for: request.caller) {
                [clock = context.clock] reader in
                // Measured inside the reading, because other readers may have delayed it.
                let now = clock.now()
                let readAt = clock.boottime()
                let who = try reader.admit(request.caller, to: request.route, at: now)
                let view = try SyncView(reader, of: who.user.id, tools)
                let batch = try FeedReader(view, after: request.cursor).batch(limit: request.limit)
                let isRootWanted = batch.reachesHead && request.wantsRoot(readAt)
                let root = isRootWanted ? try view.root(at: view.head) : nil
                return News(batch: batch, root: root, serverTime: now, readAt: readAt)
            }
            // A batch that does not reach the head has to report its cursor, and the next one may
            // follow at once.
            let isNews =
                !news.batch.changes.isEmpty || news.root != nil || !news.batch.reachesHead
                || news.batch.cursor.epoch != request.cursor?.epoch
            let remaining = deadline.milliseconds(since: context.clock.boottime())
            guard let place, let ticket = request.wait?.ticket, remaining > 0, !isNews,
                !Task.isCancelled,
                !ticket.isDisplaced
            else { return news }
            // If news or the end of a session came between the read and here, the place is gone and
            // the loop reads again.
            if commits.feedWaiters.contains(place) {
                await waitForNews(in: place, milliseconds: remaining)
            }
            // The caller is gone or the bank stops, so the last reading is the answer.
            if Task.isCancelled { return news }
        }
    }

    private func waitForNews(in place: FeedWaiters.Place, milliseconds: Int64) async {
        let clock = context.clock
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
