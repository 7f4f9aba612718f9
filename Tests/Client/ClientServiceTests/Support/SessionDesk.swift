import ClientService
import CoreVocabulary
import WireProtocol

/// A line to a ``FakeBank`` that gives each sign-in a session of its own, 1, 2, 3 and so on, ends sessions,
/// and tells times as the test says.
actor SessionDesk: BankLink {
    private let bank: FakeBank
    private var sessionCount: UInt128 = 0
    private var endProblem: Problem.Code?
    private var accessEndsAt: Instant?
    private var falseTimes: FalseTimes?
    private var falseNewsTime: Instant?
    private var watcher: (count: Int, continuation: CheckedContinuation<Void, Never>)?
    /// The sessions that somebody asked to be ended, each time that it was, in order.
    private(set) var asked: [SessionID] = []

    init(_ bank: FakeBank) {
        self.bank = bank
    }

    /// Answers each request to end a session with this problem, or ends it.
    func setEndProblem(_ problem: Problem.Code?) {
        endProblem = problem
    }

    /// Says of every access token that it ends then, though it goes on.
    func setAccessEnd(_ end: Instant?) {
        accessEndsAt = end
    }

    /// Tells these times in its next answer with a lease.
    func tellOnce(_ times: FalseTimes) {
        falseTimes = times
    }

    /// Tells this time in its next answer with news.
    func tellNewsTimeOnce(_ time: Instant) {
        falseNewsTime = time
    }

    /// Waits until so many requests to end a session were sent.
    func untilAsked(_ count: Int) async {
        guard asked.count < count else { return }
        await withCheckedContinuation { watcher = (count, $0) }
    }

    nonisolated func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        try await pass(request)
    }

    private func pass(_ bytes: [UInt8]) async throws(LinkError) -> [UInt8] {
        let request = (try? RequestEnvelope(encoded: bytes))?.request
        if case .endSession(let id)? = request { noteAsked(id) }
        let answer = try await bank.send(bytes)
        guard let reply = try? Reply(encoded: answer) else { return answer }
        return altered(reply, to: request).encoded
    }

    private func noteAsked(_ id: SessionID) {
        asked.append(id)
        guard let waiting = watcher, asked.count >= waiting.count else { return }
        watcher = nil
        waiting.continuation.resume()
    }

    private func altered(_ reply: Reply, to request: Request?) -> Reply {
        switch (reply, request) {
        case (.signedIn(let reply), _):
            sessionCount += 1
            let times = told(reply.leaseEndsAt, reply.serverTime)
            return .signedIn(
                SignInReply(
                    tokens: told(reply.tokens),
                    sessionID: SessionID(rawValue: sessionCount),
                    userID: reply.userID,
                    displayName: reply.displayName,
                    role: reply.role,
                    storageKey: reply.storageKey,
                    authorisationKey: reply.authorisationKey,
                    leaseEndsAt: times.leaseEndsAt,
                    serverTime: times.serverTime,
                    endsAt: reply.endsAt,
                    zone: reply.zone
                )
            )
        case (.renewed(let reply), _):
            let times = told(reply.leaseEndsAt, reply.serverTime)
            return .renewed(
                RenewReply(
                    tokens: told(reply.tokens),
                    leaseEndsAt: times.leaseEndsAt,
                    serverTime: times.serverTime
                )
            )
        case (.syncBegun(let reply), _):
            let times = told(reply.leaseEndsAt, reply.serverTime)
            return .syncBegun(
                BeginSyncReply(
                    mode: reply.mode,
                    head: reply.head,
                    leaseEndsAt: times.leaseEndsAt,
                    deviceSequence: reply.deviceSequence,
                    serverTime: times.serverTime,
                    zone: reply.zone
                )
            )
        case (.feed(let reply), _):
            let time = falseNewsTime ?? reply.serverTime
            falseNewsTime = nil
            return .feed(FeedReply(batch: reply.batch, serverTime: time))
        // The bank behind it knows no such request.
        case (.problem(let problem), .endSession?) where problem.code == .notFound:
            return endProblem.map { .problem(Problem(code: $0)) } ?? .done
        default: return reply
        }
    }

    /// The times of an answer with a lease, false if they are to be.
    private func told(_ leaseEndsAt: Instant, _ serverTime: Instant) -> FalseTimes {
        defer { falseTimes = nil }
        return falseTimes ?? FalseTimes(leaseEndsAt: leaseEndsAt, serverTime: serverTime)
    }

    private func told(_ tokens: SessionTokens) -> SessionTokens {
        SessionTokens(
            access: tokens.access,
            accessEndsAt: accessEndsAt ?? tokens.accessEndsAt,
            refresh: tokens.refresh,
            idleEndsAt: tokens.idleEndsAt
        )
    }
}

/// The two times of an answer with a lease.
struct FalseTimes: Sendable {
    let leaseEndsAt: Instant
    let serverTime: Instant
}
