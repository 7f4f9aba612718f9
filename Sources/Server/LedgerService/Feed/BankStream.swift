import CoreVocabulary
import SyncCore
import WireProtocol

/// State of one open stream: its cursor and its pending events.
actor BankStream {
    /// Maximum silence of a stream in milliseconds.
    static let heartbeatMilliseconds: Int64 = 5_000
    /// Milliseconds for which a console may assume after an event that the bank is reachable.
    static let lifeMilliseconds = FreshnessRule.heartbeatLimitSeconds * 1_000
    /// Milliseconds between checkpoints with a root, as between a console's own comparisons.
    static let rootMilliseconds = SyncMachine.comparePauseSeconds * 1_000

    private let bank: Bank
    private let caller: Caller
    private let ticket: WaitTicket
    private var cursor: Cursor?
    private var pending: [StreamEvent] = []
    /// Time of the last root that was sent, by the monotonic clock.
    private var rootToldAt: Instant?
    private var isOver = false

    init(bank: Bank, caller: Caller, ticket: WaitTicket, cursor: Cursor?) {
        self.bank = bank
        self.caller = caller
        self.ticket = ticket
        self.cursor = cursor
    }

    /// Reads the first events of the stream, or throws the reason why it is not allowed.
    func begin() async throws { append(try await news(wait: nil)) }

    /// Returns the next event; nil at the end.
    func next() async -> StreamEvent? {
        while pending.isEmpty, !isOver {
            // The same session or user opened another stream. This console may open its stream
            // again.
            if ticket.isDisplaced {
                end(with: .resume)
                break
            }
            do {
                let limit = Self.heartbeatMilliseconds
                append(try await news(wait: .init(milliseconds: limit, ticket: ticket)))
            } catch {
                end(with: Self.lastEvent(for: await bank.problem(for: error)))
            }
            if Task.isCancelled { return nil }
        }
        return pending.isEmpty ? nil : pending.removeFirst()
    }

    private func news(wait: NewsRequest.Wait?) async throws -> News {
        try await bank.news(
            NewsRequest(
                cursor: cursor,
                limit: bank.context.configuration.sync.deltaChangeCount,
                wait: wait,
                wantsRoot: { [rootToldAt] now in
                    rootToldAt.map { now.milliseconds(since: $0) >= Self.rootMilliseconds } ?? true
                },
                caller: caller,
                route: .stream
            )
        )
    }

    private func append(_ news: News) {
        let batch = news.batch
        if let cursor, cursor.epoch != batch.cursor.epoch { return end(with: .epochChanged) }
        if !batch.changes.isEmpty { pending.append(.delta(batch)) }
        if batch.cursor != cursor || news.root != nil {
            let checkpoint = StreamCheckpoint(
                after: batch.changes.isEmpty ? cursor : batch.cursor,
                cursor: batch.cursor,
                head: batch.head,
                root: news.root,
                serverTime: news.serverTime
            )
            pending.append(.checkpoint(checkpoint))
        } else {
            let heartbeat = StreamHeartbeat(
                head: batch.head,
                serverTime: news.serverTime,
                lifeMilliseconds: Self.lifeMilliseconds
            )
            pending.append(.heartbeat(heartbeat))
        }
        if news.root != nil { rootToldAt = news.readAt }
        cursor = batch.cursor
    }

    private func end(with control: StreamControl) {
        isOver = true
        pending.append(.control(control))
    }

    /// Returns the last event of a stream that cannot continue because of a problem.
    private static func lastEvent(for problem: Problem) -> StreamControl {
        switch problem.code {
        case .wipe: .wipe(nonce: problem.wipeNonce ?? [])
        case .upgradeNeeded: .upgrade
        case .sessionEnded, .terminalUnknown, .notAllowed: .sessionEnded
        // For all other problems, the answer to the next request has the details.
        case .signInRefused, .tooManyTries, .tokenExpired, .notFound, .cursorInvalid, .slowDown,
            .malformed, .busy, .internalFailure:
            .resume
        }
    }
}
