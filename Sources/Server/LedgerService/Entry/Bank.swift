public import CoreVocabulary
import SyncCore
import TokenCore
public import WireProtocol

/// The bank, which answers encoded requests and carries out administrative acts.
///
/// Every change of the books goes through ``commit(_:)``: there is one writer, one database
/// transaction for all jobs that arrived together, and no answer before the commit is durable. The
/// actor holds no state that a restart would lose, except counts of what is under way.
public actor Bank {
    let store: any LedgerStore
    let masterKey: MasterKey
    let clock: any BankClock
    let random: any BankRandom
    let log: any BankLog
    let metrics: any BankMetrics
    let configuration: BankConfiguration
    /// Verifies and signs access tokens.
    let tokens = SigningKeyCache()
    /// Counts requests in memory.
    let limits = RateLimiter()
    /// Places for streams and long polls that wait for news.
    let waits: SharedWaitPlaces
    /// Cached tries of users with many accounts.
    let tries = TrieCache()
    /// Signs cursors; nil until the first use.
    var cursorSeal: CursorSeal?

    var commits = CommitQueue(jobLimit: BankConfiguration.commitJobLimit)
    var waitingJobs: [UInt64: CheckedContinuation<CommitSignal, Never>] = [:]
    /// Places in which passwords are hashed, and the queue for them.
    var hashPlaces: HashPlaces
    /// Places in which the books are read, and the queue for them.
    var readPlaces: ReadPlaces
    /// The end of the feed as of the last commit; zero until the first.
    var lastFeedHead: Int64 = 0
    /// Feeds that wait for a commit that concerns their user.
    var feedWaiters = FeedWaiters()
    /// Compares the clock with the books before anything is booked.
    var clockGuard: ClockGuard
    /// Latest write failures and refusals, for ``health()``.
    var doubt = WritingDoubt()

    /// Creates the bank over its books.
    ///
    /// - Parameters:
    ///   - store: The books.
    ///   - masterKey: The key that seals the secrets in them; the same key for the same books.
    ///   - clock: The source of time.
    ///   - random: The source of identifiers, tokens and keys.
    ///   - log: The log for failures.
    ///   - metrics: The counters that an operator watches.
    ///   - configuration: The bank's settings.
    public init(
        store: any LedgerStore,
        masterKey: MasterKey,
        clock: any BankClock,
        random: any BankRandom,
        log: any BankLog,
        metrics: any BankMetrics = NoBankMetrics(),
        configuration: BankConfiguration = BankConfiguration()
    ) {
        self.store = store
        self.masterKey = masterKey
        self.clock = clock
        self.random = random
        self.log = log
        self.metrics = metrics
        self.configuration = configuration
        hashPlaces = HashPlaces(count: configuration.hashConcurrency)
        readPlaces = ReadPlaces(
            count: configuration.readConcurrency,
            waitingLimitOfUser: configuration.waitingReadLimitOfUser
        )
        clockGuard = ClockGuard(clock, longestPauseDays: configuration.longestPauseDays)
        waits = SharedWaitPlaces(configuration.waits)
    }

    /// The time by the bank's clock.
    public nonisolated var clockTime: Instant { clock.now() }

    /// Answers an encoded request.
    ///
    /// Never throws. A request that cannot be decoded gets `malformed`. A failure of the bank gets
    /// `internalFailure`, and the error's text goes to the log only.
    @concurrent
    public nonisolated func handle(_ requestBytes: [UInt8]) async -> [UInt8] {
        // The decoding error is dropped, because only the sender's developer could use it.
        guard let envelope = try? RequestEnvelope(encoded: requestBytes) else {
            return Reply.problem(Problem(code: .malformed)).encoded
        }
        return await handle(envelope, from: .inProcess).encoded
    }

    /// Answers a decoded request.
    ///
    /// - Parameters:
    ///   - envelope: The request with its token.
    ///   - origin: The origin of the request.
    /// - Returns: The answer; `internalFailure` if something failed in the bank.
    @concurrent
    public nonisolated func handle(
        _ envelope: RequestEnvelope,
        from origin: RequestOrigin
    ) async -> Reply {
        do {
            return try await answer(envelope, from: origin)
        } catch let refusal as RequestRefused {
            return await reply(to: refusal)
        } catch {
            return await failure(error)
        }
    }

    private nonisolated func answer(
        _ envelope: RequestEnvelope,
        from origin: RequestOrigin
    ) async throws -> Reply {
        try await countRequest(from: origin)
        // Senders of these requests have no session yet, or none any more.
        switch envelope.request {
        case .signIn(let request): return try await signIn(request, origin)
        case .renew(let request): return try await renew(request, origin)
        case .wiped(let receipt): return try await wiped(receipt)
        default: break
        }
        let caller = try await caller(ofToken: envelope.token, origin)
        try await countRequest(by: caller, to: envelope.request.route)
        return try await answer(envelope.request, of: caller)
    }

    private func answer(_ request: Request, of caller: Caller) async throws -> Reply {
        switch request {
        case .signIn, .renew, .wiped: invariantBroken("they were answered before")
        case .signOut: return try await signOut(caller)
        case .sessions: return try await sessions(caller)
        case .endSession(let id): return try await endSession(id, caller)
        case .feed(let request): return try await feed(request, caller)
        case .submitIntent(let request): return try await submit(request, caller)
        case .intentStatus(let key): return try await intentStatus(key, caller)
        case .beginSync(let request): return try await beginSync(request, caller)
        case .snapshot(let request): return try await snapshot(request, caller)
        case .reconcile(let request): return try await reconcile(request, caller)
        case .entries(let request): return try await entries(request, caller)
        case .records(let request): return try await records(request, caller)
        case .submitEvidence(let request): return try await submitEvidence(request, caller)
        case .cancelIntent(let key): return try await cancelIntent(key, caller)
        }
    }

    /// Returns the caller of a request, identified by the access token.
    nonisolated func caller(
        ofToken token: [UInt8]?,
        _ origin: RequestOrigin
    ) async throws -> Caller {
        guard let bytes = token else { throw RequestRefused(.sessionEnded) }
        do {
            return Caller(token: try await verify(bytes), origin: origin)
        } catch let refusal as TokenRefusal {
            if !refusal.isRenewable { metrics.count(.accessTokenRefused) }
            throw RequestRefused(refusal.isRenewable ? .tokenExpired : .sessionEnded)
        }
    }

    /// Counts and authenticates a request to open a stream.
    nonisolated func admitToStream(
        _ token: [UInt8]?,
        _ origin: RequestOrigin
    ) async throws -> Caller {
        try await countRequest(from: origin)
        let caller = try await caller(ofToken: token, origin)
        try await countRequest(by: caller, to: .stream)
        return caller
    }

    /// Returns the problem to answer for an error; the error's text goes to the log only.
    nonisolated func problem(for error: any Error) async -> Problem {
        let reply =
            if let refusal = error as? RequestRefused {
                await reply(to: refusal)
            } else {
                await failure(error)
            }
        guard case .problem(let problem) = reply else { return Problem(code: .internalFailure) }
        return problem
    }

    private nonisolated func reply(to refusal: RequestRefused) async -> Reply {
        switch refusal.answer {
        case .problem(let problem):
            if problem.code == .notAllowed { metrics.count(.notAllowed) }
            return .problem(problem)
        case .wipe(let userID, let sessionID):
            do {
                return try await orderWipe(userID, sessionID)
            } catch {
                return await failure(error)
            }
        case .overdue(let time):
            do {
                try await checkEnds(at: time)
                return .problem(Problem(code: .sessionEnded))
            } catch {
                return await failure(error)
            }
        }
    }

    /// Checks that the clock may be trusted to expire a session that was not ended explicitly.
    ///
    /// A clock under which nothing may be booked does not expire sessions either, because they
    /// continue after it is corrected. Until then, the console is told to try again.
    ///
    /// - Throws: ``BankError`` with `clockWasSet`, `clockBehindBooks` or `clockFarAheadOfBooks`;
    ///   any error of the store.
    private func checkEnds(at time: Instant) async throws {
        let present = ClockReading(clock)
        // The clock may have been corrected since `time` was read.
        guard abs(present.now.seconds(since: time)) <= ClockGuard.driftLimitSeconds else {
            throw BankError(.clockWasSet)
        }
        try await store.read { [clockGuard, clock] in
            _ = try clockGuard.permit(present, in: $0, by: clock)
        }
    }

    private func failure(_ error: any Error) -> Reply {
        if let refusal = error as? any WritesRefusal, refusal.refusesWrites {
            tellOnce(refusal)
            return .problem(Problem(code: .busy))
        }
        note(.requestFailed, error)
        return .problem(Problem(code: .internalFailure))
    }

    /// Logs a refusal to write, unless it equals the one logged last.
    func tellOnce(_ refusal: any WritesRefusal) {
        let text = String(describing: refusal)
        guard text != doubt.toldRefusal else { return }
        doubt.toldRefusal = text
        note(.writesRefused, refusal)
    }

    private func note(_ event: BankLogEntry.Event, _ error: any Error) {
        let incident = Hex.encode(random.bytes(8))
        log.note(BankLogEntry(event: event, incident: incident, text: String(describing: error)))
    }
}
