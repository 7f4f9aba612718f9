import CoreVocabulary
import Glibc
import LedgerHTTP
import SyncCore
import Synchronization
import WireProtocol

@testable import LedgerService

/// A bank that answers as a test says, and keeps what it was asked.
final class FakeBank: BankFront {
    private let reply: @Sendable (RequestEnvelope) async -> Reply
    private let isHealthy: Bool
    private let clock: @Sendable () -> Instant
    private let verdict: @Sendable ([UInt8]?) -> TokenVerdict
    private let outsideProblem: @Sendable () -> Problem?
    private let events: @Sendable (Cursor?) -> Result<AsyncStream<StreamEvent>, StreamRefused>
    private let asked = Mutex<[(RequestEnvelope, RequestOrigin)]>([])

    init(
        isHealthy: Bool = true,
        // TLS judges certificates by the machine's clock, and the tests make theirs by it.
        clock: @escaping @Sendable () -> Instant = {
            Instant(secondsSinceEpoch: Int64(time(nil)))
        },
        verdict: @escaping @Sendable ([UInt8]?) -> TokenVerdict = { _ in
            .holder(UserID(rawValue: 1), SessionID(rawValue: 1))
        },
        outsideProblem: @escaping @Sendable () -> Problem? = { nil },
        reply: @escaping @Sendable (RequestEnvelope) async -> Reply = { _ in .done },
        events: @escaping @Sendable (Cursor?) -> Result<AsyncStream<StreamEvent>, StreamRefused> = {
            _ in .failure(StreamRefused(problem: Problem(code: .notFound)))
        }
    ) {
        self.events = events
        self.isHealthy = isHealthy
        self.clock = clock
        self.verdict = verdict
        self.outsideProblem = outsideProblem
        self.reply = reply
    }

    /// What it was asked, the oldest first.
    var requests: [(envelope: RequestEnvelope, origin: RequestOrigin)] {
        asked.withLock { $0 }
    }

    var clockTime: Instant { clock() }

    func handle(_ envelope: RequestEnvelope, from origin: RequestOrigin) async -> Reply {
        asked.withLock { $0.append((envelope, origin)) }
        return await reply(envelope)
    }

    func judge(token: [UInt8]?, from origin: RequestOrigin) async -> TokenVerdict {
        verdict(token)
    }

    func judgeOutside(from origin: RequestOrigin) -> Problem? { outsideProblem() }

    func stream(
        token: [UInt8]?,
        after cursor: Cursor?,
        from origin: RequestOrigin
    ) async -> Result<AsyncStream<StreamEvent>, StreamRefused> {
        events(cursor)
    }

    func jwks() async throws -> [UInt8] { Array(#"{"keys":[]}"#.utf8) }

    func health() async throws -> BankHealth {
        guard isHealthy else { throw Ill() }
        return BankHealth(
            epoch: 1,
            feedHead: 7,
            sequencerLag: 0,
            waitingCommitCount: 3,
            waitingFeedCount: 0
        )
    }

    private struct Ill: Error {}
}
