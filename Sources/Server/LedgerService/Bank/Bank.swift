import CoreVocabulary
import Cryptography
public import WireProtocol

/// The bank: answers requests in bytes, and does what its administration asks.
///
/// Everything that changes the books goes through ``commit(_:)``: one writer, one database
/// transaction for all that arrived together, and no answer before it is durable. Nothing is kept
/// in memory that a restart would miss; what is, only counts what is under way.
public actor Bank {
    let store: any LedgerStore
    let masterKey: MasterKey
    let clock: any BankClock
    let random: any BankRandom
    let log: any BankLog
    let configuration: BankConfiguration

    var commits = CommitQueue(jobLimit: BankConfiguration.commitJobLimit)
    var waitingJobs: [UInt64: CheckedContinuation<CommitSignal, Never>] = [:]
    /// Who may hash a password now, and who waits for it.
    var hashPlaces: HashPlaces
    /// The end of the feed as of the last commit; zero until the first.
    var lastFeedHead: Int64 = 0
    /// Feeds that wait for a commit; finished by the next one that has news.
    var feedWaiters: [UInt64: AsyncStream<Void>.Continuation] = [:]
    var lastWaiterNumber: UInt64 = 0

    /// Opens the bank over its books.
    ///
    /// - Parameters:
    ///   - store: The books.
    ///   - masterKey: What seals the secrets in them; the same key for the same books.
    ///   - clock: The time.
    ///   - random: The source of identifiers, tokens and keys.
    ///   - log: Where failures are told.
    ///   - configuration: What can be set.
    public init(
        store: any LedgerStore,
        masterKey: MasterKey,
        clock: any BankClock,
        random: any BankRandom,
        log: any BankLog,
        configuration: BankConfiguration = BankConfiguration()
    ) {
        self.store = store
        self.masterKey = masterKey
        self.clock = clock
        self.random = random
        self.log = log
        self.configuration = configuration
        hashPlaces = HashPlaces(count: configuration.hashConcurrency)
    }

    /// Answers a request.
    ///
    /// Never throws: what is no request is `malformed`, and what fails here is `internalFailure`,
    /// with the error's text in the log alone.
    @concurrent
    public nonisolated func handle(_ requestBytes: [UInt8]) async -> [UInt8] {
        // What exactly is wrong with the bytes helps nobody but who made them wrong.
        guard let envelope = try? RequestEnvelope(encoded: requestBytes) else {
            return Reply.problem(Problem(code: .malformed)).encoded
        }
        return await handle(envelope, from: .inProcess).encoded
    }

    /// Answers a request that was read before.
    ///
    /// - Parameters:
    ///   - envelope: The request with its token.
    ///   - origin: Where it came from.
    /// - Returns: The answer; `internalFailure` when something failed here.
    @concurrent
    public nonisolated func handle(
        _ envelope: RequestEnvelope,
        from origin: RequestOrigin
    ) async -> Reply {
        do {
            return try await answer(envelope, from: origin)
        } catch {
            return await failure(error)
        }
    }

    private func answer(
        _ envelope: RequestEnvelope,
        from origin: RequestOrigin
    ) async throws -> Reply {
        if case .signIn(let request) = envelope.request { return try await signIn(request) }
        guard let token = envelope.token else {
            return .problem(Problem(code: .sessionEnded))
        }
        let tokenHash = SHA256.digest(of: token)
        switch envelope.request {
        case .signIn: invariantBroken("sign-in was answered above")
        case .signOut: return try await signOut(tokenHash)
        case .feed(let request): return try await feed(request, tokenHash)
        case .submitIntent(let request): return try await submit(request, tokenHash)
        case .intentStatus(let key): return try await intentStatus(key, tokenHash)
        case .renew, .sessions, .endSession, .beginSync, .snapshot, .reconcile, .entries,
            .cancelIntent, .wiped:
            return .problem(Problem(code: .notFound))
        }
    }

    private func failure(_ error: any Error) -> Reply {
        let incident = Hex.encode(random.bytes(8))
        log.note(
            BankLogEntry(event: .requestFailed, incident: incident, text: String(describing: error))
        )
        return .problem(Problem(code: .internalFailure))
    }
}
