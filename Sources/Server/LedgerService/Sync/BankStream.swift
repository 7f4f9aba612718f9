import CoreVocabulary
import SyncCore
import WireProtocol

/// One stream: where it stands, and what is to be told next.
actor BankStream {
    /// How long a stream is silent at most, in milliseconds.
    static let heartbeatMilliseconds: Int64 = 5_000
    /// How long a console may take the bank to be there after a word from it, in milliseconds.
    static let lifeMilliseconds = FreshnessRule.heartbeatLimitSeconds * 1_000
    /// How often a checkpoint says what the record must add up to, in milliseconds: as often as a
    /// console compares by itself.
    static let rootMilliseconds = SyncMachine.comparePauseSeconds * 1_000

    private let bank: Bank
    private let caller: Caller
    private let ticket: WaitTicket
    private var cursor: Cursor?
    private var pending: [StreamEvent] = []
    /// By the clock that never jumps.
    private var rootToldAt: Instant?
    private var isOver = false

    init(bank: Bank, caller: Caller, ticket: WaitTicket, cursor: Cursor?) {
        self.bank = bank
        self.caller = caller
        self.ticket = ticket
        self.cursor = cursor
    }

    /// Reads the first events.
    ///
    /// - Throws: ``RequestRefused`` when the stream cannot be had, and what the store throws.
    func begin() async throws {
        take(try await news(wait: nil))
    }

    /// The next event; nil at the end.
    func next() async -> StreamEvent? {
        while pending.isEmpty, !isOver {
            // The same session opened another stream; its console may open this one again.
            if ticket.isDisplaced {
                end(with: .resume)
                break
            }
            do {
                take(
                    try await news(
                        wait: Bank.Wait(milliseconds: Self.heartbeatMilliseconds, ticket: ticket)
                    )
                )
            } catch {
                end(with: await bank.streamEnd(for: error))
            }
            if Task.isCancelled { return nil }
        }
        return pending.isEmpty ? nil : pending.removeFirst()
    }

    private func news(wait: Bank.Wait?) async throws -> Bank.News {
        try await bank.news(
            after: cursor,
            limit: bank.configuration.sync.deltaChangeCount,
            wait: wait,
            wantsRoot: { [rootToldAt] now in
                rootToldAt.map { now.milliseconds(since: $0) >= Self.rootMilliseconds } ?? true
            },
            caller,
            to: .stream
        )
    }

    private func take(_ news: Bank.News) {
        let batch = news.batch
        if let cursor, cursor.epoch != batch.cursor.epoch { return end(with: .epochChanged) }
        if !batch.changes.isEmpty { pending.append(.delta(batch)) }
        if batch.cursor != cursor || news.root != nil {
            pending.append(
                .checkpoint(
                    StreamCheckpoint(
                        after: batch.changes.isEmpty ? cursor : batch.cursor,
                        cursor: batch.cursor,
                        head: batch.head,
                        root: news.root,
                        serverTime: news.serverTime
                    )
                )
            )
        } else {
            pending.append(
                .heartbeat(
                    StreamHeartbeat(
                        head: batch.head,
                        serverTime: news.serverTime,
                        lifeMilliseconds: Self.lifeMilliseconds
                    )
                )
            )
        }
        if news.root != nil { rootToldAt = news.readAt }
        cursor = batch.cursor
    }

    private func end(with control: StreamControl) {
        isOver = true
        pending.append(.control(control))
    }
}

extension Bank {
    /// What a stream that cannot go on tells last.
    func streamEnd(for error: any Error) async -> StreamControl {
        let problem = await problem(for: error)
        return switch problem.code {
        case .wipe: .wipe(nonce: problem.wipeNonce ?? [])
        case .upgradeNeeded: .upgrade
        case .sessionEnded, .terminalUnknown, .notAllowed: .sessionEnded
        // Whatever else it is, the next request is told more of it.
        case .signInRefused, .tooManyTries, .tokenExpired, .notFound, .cursorInvalid, .slowDown,
            .malformed, .busy, .internalFailure:
            .resume
        }
    }
}
