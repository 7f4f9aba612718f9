import ClientService
import CoreVocabulary
import Cryptography
import SyncCore
import Synchronization
import WireProtocol

/// A bank that knows one user and ``Sample/feed(_:)``, for a client over real files.
final class SampleBank: BankLink, ClientClock {
    private struct State {
        var nanoseconds: Int64 = 0
        var problem: Problem?
        var isDown = false
        var requests: [Request] = []
    }

    private let feed: [FeedChange]
    private let state = Mutex(State())

    init(_ feed: [FeedChange]) {
        self.feed = feed
    }

    /// What was asked, in order.
    var requests: [Request] { state.withLock { $0.requests } }

    func setProblem(_ problem: Problem?) {
        state.withLock { $0.problem = problem }
    }

    func setDown(_ isDown: Bool) {
        state.withLock { $0.isDown = isDown }
    }

    func advance(seconds: Int64) {
        state.withLock { $0.nanoseconds += seconds * Instant.nanosecondsPerSecond }
    }

    func now() -> Instant {
        let passed = state.withLock { $0.nanoseconds }
        return Instant(nanosecondsSinceEpoch: Sample.time.nanosecondsSinceEpoch + passed)
    }

    func boottime() -> Instant { now() }

    /// Time only goes on when a test moves it: a pause is over at once, a limit never.
    func sleep(milliseconds: Int64) async throws {
        if milliseconds <= 1_000 { return await Task.yield() }
        let never = AsyncStream<Never> { _ in }
        for await _ in never {}
        throw CancellationError()
    }

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        let (problem, isDown) = state.withLock { ($0.problem, $0.isDown) }
        guard !isDown else { throw .notSent(.lineDown) }
        guard let envelope = try? RequestEnvelope(encoded: request) else {
            return Reply.problem(Problem(code: .malformed)).encoded
        }
        state.withLock { $0.requests.append(envelope.request) }
        if let problem, envelope.request != .signOut { return Reply.problem(problem).encoded }
        return reply(to: envelope.request).encoded
    }

    private func reply(to request: Request) -> Reply {
        switch request {
        case .signIn: return .signedIn(signIn)
        case .signOut: return .signedOut
        case .wiped: return .done
        case .beginSync:
            return .syncBegun(
                BeginSyncReply(
                    mode: .delta,
                    head: head,
                    leaseEndsAt: now().adding(seconds: 3_600),
                    deviceSequence: 0,
                    serverTime: now()
                )
            )
        case .feed(let request):
            let start = Int(request.cursor?.feedSequence ?? 0)
            return .feed(FeedReply(batch: Sample.batch(feed, from: start), serverTime: now()))
        case .reconcile(let request):
            return .reconcile(
                trie.answer(request.question) { accountID, places in
                    places.map { chain(accountID, upTo: $0)?.hash }
                }
            )
        case .entries(let request):
            return .entries(
                entries(of: request.accountID).filter {
                    (request.first...request.last).contains($0.accountSequence)
                }
            )
        case .records(let request): return .records(.told(Sample.told(of: request, in: feed)))
        default: return .problem(Problem(code: .notFound))
        }
    }

    private var head: Cursor { Cursor(epoch: 1, feedSequence: Int64(feed.count)) }

    private var signIn: SignInReply {
        SignInReply(
            tokens: SessionTokens(
                access: [1],
                accessEndsAt: now().adding(seconds: 100_000),
                refresh: [2],
                idleEndsAt: now().adding(seconds: 100_000)
            ),
            sessionID: SessionID(rawValue: 9),
            userID: Sample.user,
            displayName: Sample.holder,
            role: "customer",
            storageKey: [UInt8](repeating: 3, count: 32),
            authorisationKey: [UInt8](repeating: 4, count: 32),
            leaseEndsAt: now().adding(seconds: 3_600),
            serverTime: now(),
            endsAt: now().adding(seconds: 100_000)
        )
    }

    private func entries(of accountID: AccountID) -> [EntryRecord] {
        feed.compactMap { change in
            guard case .entry(let entry) = change, entry.accountID == accountID else { return nil }
            return entry
        }
    }

    private func chain(_ accountID: AccountID, upTo last: Int64) -> ChainHead? {
        var head = ChainHead.genesis(of: accountID)
        for entry in entries(of: accountID) where entry.accountSequence <= last {
            head = (try? head.extended(by: entry)) ?? head
        }
        return head.accountSequence == min(last, .max) || last == .max ? head : nil
    }

    private var trie: AccountTrie {
        let accounts = feed.compactMap { change -> AccountID? in
            if case .account(let account) = change { account.accountID } else { nil }
        }
        return AccountTrie(
            accounts.compactMap { chain($0, upTo: .max) }.map(AccountLeaf.init)
        )
    }
}
