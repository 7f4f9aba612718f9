import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// A bank in memory that speaks the protocol, over a line that fails as the test says.
actor FakeBank: BankLink {
    /// What the line does with a request.
    enum Line: Sendable {
        /// Carries it and its answer.
        case up
        /// Does not take it.
        case down
        /// Takes it and loses it.
        case losesRequest
        /// Carries it and loses the answer.
        case losesReply
        /// Carries it and keeps the answer back for ever.
        case hangs
    }

    static let userID = UserID(rawValue: 0x77)
    static let sessionID = SessionID(rawValue: 0x55)
    static let password = "correct horse"
    static let code = "123456"
    static let wipeNonce = [UInt8](repeating: 0x4E, count: 16)
    static let authorisationKey = [UInt8](repeating: 0xA5, count: 32)

    let ledger: FakeLedger
    private let clock: VirtualClock
    private var script: [Line] = []
    private var rest = Line.up
    private var role = "customer"
    private var zone: ZoneOffset?
    private var problem: Problem.Code?
    private var receiptProblem: Problem.Code?
    private var transferProblem: IntentReply?
    private var leavesOutAnswer = false
    private var evidenceProblem: Problem?
    private var statusProblems: [IntentKey: Problem.Code] = [:]
    private(set) var requests: [Request] = []
    private(set) var envelopes: [RequestEnvelope] = []
    private var accessLifeSeconds: Int64 = 3_600
    private var leaseSeconds: Int64 = 86_400
    private var tokenCount: UInt8 = 0
    private var accessEndsAt: [[UInt8]: Instant] = [:]
    private var renewals: [[UInt8]: (nonce: [UInt8], reply: RenewReply)] = [:]
    private var snapshotPageSize: Int?
    private var isSnapshotForced = false
    private var widthInChanges = Int.max
    private var comparesRecords = true
    private var hasStreams = false
    private(set) var streams: [LinkStream.Continuation] = []
    private(set) var streamCursors: [Cursor?] = []
    private var deviceSequence: Int64 = 0
    private var whenBeginning: (@Sendable () async -> Void)?
    private var knowsRecords = true
    private var behindCount = 0
    private var accountsAtOnce = RecordsRequest.accountLimit
    private var whenTelling: (@Sendable () async -> Void)?
    private var whenComparing: (@Sendable () async -> Void)?
    private var whenRefusing: (@Sendable () async -> Void)?
    private var falseHead: Cursor?
    private var listeners: [Int: CheckedContinuation<Void, Never>] = [:]
    private var listenerCount = 0

    init(clock: VirtualClock, ledger: FakeLedger) {
        self.clock = clock
        self.ledger = ledger
    }

    /// What the line does next, one request each, and what it does after that.
    func setLine(_ script: [Line] = [], then rest: Line) {
        self.script = script
        self.rest = rest
    }

    func setRole(_ role: String) {
        self.role = role
    }

    func setZone(_ zone: ZoneOffset?) {
        self.zone = zone
    }

    /// Answers every request with this problem, or none.
    func setProblem(_ problem: Problem.Code?) {
        self.problem = problem
    }

    /// Answers the receipt of a wipe with this problem, or takes it.
    func setReceiptProblem(_ problem: Problem.Code?) {
        receiptProblem = problem
    }

    /// Answers what is submitted as evidence with this problem, or takes it.
    func setEvidenceProblem(_ problem: Problem?) {
        evidenceProblem = problem
    }

    /// Answers every question about a transfer with this problem, or what became of it.
    func setStatusProblem(_ problem: Problem.Code?, about key: IntentKey) {
        statusProblems[key] = problem
    }

    /// What was submitted as evidence, in order.
    var submissions: [SubmitEvidenceRequest] {
        requests.compactMap { request in
            if case .submitEvidence(let submission) = request { submission } else { nil }
        }
    }

    /// Answers the next transfer with this.
    func answerNextTransfer(_ reply: IntentReply) {
        transferProblem = reply
    }

    /// Leaves out the last answer of the next batch of transfers.
    func leaveOutNextAnswer() {
        leavesOutAnswer = true
    }

    /// How long an access token lives.
    func setAccessLife(seconds: Int64) {
        accessLifeSeconds = seconds
    }

    /// How long a lease goes.
    func setLease(seconds: Int64) {
        leaseSeconds = seconds
    }

    /// Ends every access token at once.
    func endTokens() {
        accessEndsAt = [:]
    }

    /// Has consoles catch up by pages of this size; those whose record holds something only if
    /// they are said to.
    func setSnapshots(pageSize: Int?, over isForced: Bool = false) {
        snapshotPageSize = pageSize
        isSnapshotForced = isForced
    }

    /// Has answers with more changes than this arrive too late.
    func setWidth(changes: Int) {
        widthInChanges = changes
    }

    /// Answers no comparison.
    func refuseComparisons() {
        comparesRecords = false
    }

    /// Knows no request for accounts, holds and payees, as a bank of an earlier release.
    func forgetRecords() {
        knowsRecords = false
    }

    /// Has the next requests for accounts, holds and payees wait until the console has caught up.
    func setBehind(_ count: Int) {
        behindCount = count
    }

    /// Tells of no more accounts than these in one answer.
    func setAccountsAtOnce(_ count: Int) {
        accountsAtOnce = count
    }

    /// Does this once before it tells accounts, holds and payees.
    func beforeTelling(_ body: @escaping @Sendable () async -> Void) {
        whenTelling = body
    }

    /// Does this once before it answers a comparison.
    func beforeComparing(_ body: @escaping @Sendable () async -> Void) {
        whenComparing = body
    }

    /// Does this once before it refuses a request without a token.
    func beforeRefusing(_ body: @escaping @Sendable () async -> Void) {
        whenRefusing = body
    }

    /// What was asked for of accounts, holds and payees, in order.
    var recordsRequests: [RecordsRequest] {
        requests.compactMap { if case .records(let request) = $0 { request } else { nil } }
    }

    /// Offers streams, which the test feeds.
    func offerStreams() {
        hasStreams = true
    }

    /// What the bank has of the console's sequence.
    func setDeviceSequence(_ sequence: Int64) {
        deviceSequence = sequence
    }

    /// Names this head in its next answer with changes.
    func nameHeadOnce(_ head: Cursor) {
        falseHead = head
    }

    /// Does this once before it answers how to begin.
    func beforeBeginning(_ body: @escaping @Sendable () async -> Void) {
        whenBeginning = body
    }

    var renewalRequests: [RenewRequest] {
        requests.compactMap { if case .renew(let request) = $0 { request } else { nil } }
    }

    var stamps: [DeviceStamp] {
        requests.flatMap(\.submitted).compactMap(\.stamp)
    }

    nonisolated func stream(
        token: [UInt8],
        after cursor: Cursor?
    ) async throws(LinkError) -> LinkStream? {
        try await open(after: cursor)
    }

    private func open(after cursor: Cursor?) throws(LinkError) -> LinkStream? {
        guard hasStreams else { return nil }
        let line = script.isEmpty ? rest : script.removeFirst()
        guard case .up = line else { throw .notSent(.lineDown) }
        let (stream, continuation) = LinkStream.makeStream()
        streams.append(continuation)
        streamCursors.append(cursor)
        return stream
    }

    /// The keys on the wire, in order.
    var submittedKeys: [IntentKey] {
        requests.flatMap(\.submitted).compactMap { submission in
            try? ReviewedTransfer(canonicalBytes: submission.reviewed).intentKey
        }
    }

    var feedRequestCount: Int {
        requests.count { if case .feed = $0 { true } else { false } }
    }

    /// Adds changes to the feed and tells whoever waits for news.
    func publish(_ changes: [FeedChange]) async {
        await ledger.publish(changes)
        tellListeners()
    }

    nonisolated func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        try await take(request)
    }

    private func take(_ bytes: [UInt8]) async throws(LinkError) -> [UInt8] {
        let line = script.isEmpty ? rest : script.removeFirst()
        if case .down = line { throw .notSent(.lineDown) }
        if case .losesRequest = line { throw .noReply(.lineDown) }
        let reply: Reply
        do {
            let envelope = try RequestEnvelope(encoded: bytes)
            requests.append(envelope.request)
            envelopes.append(envelope)
            reply = await answer(envelope)
        } catch {
            reply = .problem(Problem(code: .malformed))
        }
        guard reply.changeCount <= widthInChanges else { throw .noReply(.timedOut) }
        switch line {
        case .up, .down, .losesRequest: return reply.encoded
        case .losesReply: throw .noReply(.lineDown)
        case .hangs:
            await waitForNews(milliseconds: .max / 1_000_000_000)
            throw .noReply(.lineDown)
        }
    }

    private func answer(_ envelope: RequestEnvelope) async -> Reply {
        if case .wiped = envelope.request {
            return receiptProblem.map { .problem(Problem(code: $0)) } ?? .done
        }
        if let problem {
            return .problem(
                Problem(
                    code: problem,
                    retryAfterSeconds: 2,
                    wipeNonce: problem == .wipe ? Self.wipeNonce : nil
                )
            )
        }
        if case .signIn(let request) = envelope.request { return signIn(request) }
        if case .renew(let request) = envelope.request { return renew(request) }
        guard let token = envelope.token, let end = accessEndsAt[token], clock.now() < end else {
            let body = whenRefusing
            whenRefusing = nil
            await body?()
            return .problem(Problem(code: .tokenExpired))
        }
        return await answer(envelope.request)
    }

    private func answer(_ request: Request) async -> Reply {
        switch request {
        case .signIn, .signOut, .renew: return .signedOut
        case .feed(let request): return await feed(request)
        case .intentStatus(let key):
            if let code = statusProblems[key] { return .problem(Problem(code: code)) }
            return .intent(await ledger.decision(about: key).map { .exists($0) } ?? .unknown)
        case .submitIntent(let request):
            let reply = await submit(request)
            tellListeners()
            return .intent(reply)
        case .submitIntents(let batch):
            var answers: [IntentAnswer] = []
            for request in batch.intents { answers.append(.intent(await submit(request))) }
            tellListeners()
            if leavesOutAnswer { answers.removeLast() }
            leavesOutAnswer = false
            return .intents(answers)
        case .cancelIntent(let key):
            return .intent(await ledger.cancel(key, at: clock.now()))
        case .beginSync(let request): return await begin(request)
        case .snapshot(let request):
            let size = min(snapshotPageSize ?? FeedBatch.changeLimit, request.limit)
            return .snapshot(await ledger.page(request, size: size, serverTime: clock.now()))
        case .reconcile(let request): return await compare(request)
        case .entries(let request): return .entries(await ledger.entries(request))
        case .submitEvidence(let request):
            if let evidenceProblem { return .problem(evidenceProblem) }
            return .evidence(await ledger.verdicts(on: request))
        case .records(let request) where knowsRecords: return await tell(request)
        case .records: return .problem(Problem(code: .malformed))
        case .sessions, .endSession, .wiped:
            return .problem(Problem(code: .notFound))
        }
    }

    private func compare(_ request: ReconcileRequest) async -> Reply {
        let body = whenComparing
        whenComparing = nil
        await body?()
        guard comparesRecords else { return .problem(Problem(code: .notFound)) }
        return .reconcile(await ledger.reconcile(request))
    }

    private func tell(_ request: RecordsRequest) async -> Reply {
        let body = whenTelling
        whenTelling = nil
        await body?()
        if behindCount > 0 {
            behindCount -= 1
            return .records(.behind)
        }
        return .records(.told(await ledger.records(request, accountsAtOnce: accountsAtOnce)))
    }

    private func begin(_ request: BeginSyncRequest) async -> Reply {
        let body = whenBeginning
        whenBeginning = nil
        await body?()
        var mode = await ledger.mode(from: request.cursor)
        if snapshotPageSize != nil, isSnapshotForced || request.cursor == nil { mode = .snapshot }
        return .syncBegun(
            BeginSyncReply(
                mode: mode,
                head: await ledger.head,
                leaseEndsAt: clock.now().adding(seconds: leaseSeconds),
                deviceSequence: deviceSequence,
                serverTime: clock.now(),
                zone: zone
            )
        )
    }

    private func makeTokens() -> SessionTokens {
        tokenCount += 1
        let access: [UInt8] = [7, 7, tokenCount]
        let end = clock.now().adding(seconds: accessLifeSeconds)
        accessEndsAt[access] = end
        return SessionTokens(
            access: access,
            accessEndsAt: end,
            refresh: [9, 9, tokenCount],
            idleEndsAt: clock.now().adding(seconds: 3_600)
        )
    }

    private func renew(_ request: RenewRequest) -> Reply {
        if let known = renewals[request.refresh] {
            guard known.nonce == request.nonce else {
                return .problem(Problem(code: .sessionEnded))
            }
            return .renewed(known.reply)
        }
        guard request.refresh == [9, 9, tokenCount] else {
            return .problem(Problem(code: .sessionEnded))
        }
        let reply = RenewReply(
            tokens: makeTokens(),
            leaseEndsAt: clock.now().adding(seconds: leaseSeconds),
            serverTime: clock.now()
        )
        renewals[request.refresh] = (request.nonce, reply)
        return .renewed(reply)
    }

    private func signIn(_ request: SignInRequest) -> Reply {
        guard request.password == Array(Self.password.utf8),
            request.code == Array(Self.code.utf8)
        else { return .problem(Problem(code: .signInRefused)) }
        return .signedIn(
            SignInReply(
                tokens: makeTokens(),
                sessionID: Self.sessionID,
                userID: Self.userID,
                displayName: "Asha",
                role: role,
                storageKey: [UInt8](repeating: 3, count: 32),
                authorisationKey: Self.authorisationKey,
                leaseEndsAt: clock.now().adding(seconds: leaseSeconds),
                serverTime: clock.now(),
                endsAt: clock.now().adding(seconds: 36_000),
                zone: zone
            )
        )
    }

    private func feed(_ request: FeedRequest) async -> Reply {
        if await !ledger.hasNews(after: request.cursor), request.waitMilliseconds > 0 {
            await waitForNews(milliseconds: request.waitMilliseconds)
        }
        var batch = await ledger.batch(after: request.cursor, limit: request.limit)
        if let falseHead {
            self.falseHead = nil
            batch = FeedBatch(changes: batch.changes, cursor: batch.cursor, head: falseHead)
        }
        return .feed(FeedReply(batch: batch, serverTime: clock.now()))
    }

    private func submit(_ request: SubmitIntentRequest) async -> IntentReply {
        if let transferProblem {
            self.transferProblem = nil
            return transferProblem
        }
        guard let reviewed = try? ReviewedTransfer(canonicalBytes: request.reviewed),
            let code = OneTimeCode(Self.code)
        else { return .unknown }
        let expected = AuthorisationProof(
            authorising: reviewed,
            with: code,
            sessionID: request.sessionID,
            claimedAt: request.claimedAt,
            sessionKey: Self.authorisationKey.span
        )
        let isAuthorised = expected.code == request.proof
        return await ledger.submit(reviewed, isAuthorised: isAuthorised, at: clock.now())
    }

    private func tellListeners() {
        let waiting = listeners.sorted { $0.key < $1.key }.map(\.value)
        listeners = [:]
        for listener in waiting { listener.resume() }
    }

    private func stopListening(_ number: Int) {
        listeners.removeValue(forKey: number)?.resume()
    }

    /// Returns when there is news, when the time is over, or when the caller was cancelled.
    private func waitForNews(milliseconds: Int64) async {
        listenerCount += 1
        let number = listenerCount
        let clock = clock
        await withTaskGroup { group in
            group.addTask {
                try? await clock.sleep(milliseconds: milliseconds)
                await self.stopListening(number)
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    if Task.isCancelled {
                        continuation.resume()
                    } else {
                        listeners[number] = continuation
                    }
                }
            } onCancel: {
                Task { await self.stopListening(number) }
            }
            group.cancelAll()
        }
    }
}
