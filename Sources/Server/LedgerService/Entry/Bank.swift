public import CoreVocabulary

/// The bank, which answers encoded requests and carries out administrative acts.
///
/// It is the one actor: its parts, such as ``SignIns`` or ``Postings``, run on it and share one
/// writer, ``GroupCommit``. It holds no state that a restart would lose, except counts of what is
/// under way. Requests are counted and verified off the actor.
public actor Bank {
    nonisolated let context: BankContext
    /// Verifies access tokens.
    nonisolated let verifier: TokenVerifier
    /// Counts requests in memory.
    nonisolated let limiter: RateLimiter
    /// Places for streams and long polls that wait for news.
    let waits: SharedWaitPlaces
    let commits: GroupCommit
    let failures: FailureReporter
    let hasher: PasswordHasher
    let reader: BookReader
    let cursors: CursorKeys
    let healthCheck: HealthCheck

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
        let context = BankContext(
            store: store,
            masterKey: masterKey,
            clock: clock,
            random: random,
            log: log,
            metrics: metrics,
            configuration: configuration
        )
        let commits = GroupCommit(context)
        let failures = FailureReporter(context)
        self.context = context
        self.commits = commits
        self.failures = failures
        verifier = TokenVerifier(context: context, cache: SigningKeyCache())
        limiter = RateLimiter(context)
        waits = SharedWaitPlaces(configuration.waits)
        hasher = PasswordHasher(context)
        reader = BookReader(context)
        cursors = CursorKeys(context, commits)
        healthCheck = HealthCheck(context, commits, failures)
    }

    /// The time by the bank's clock.
    public nonisolated var clockTime: Instant { context.clock.now() }
}

// The parts without state are made when they are needed.
extension Bank {
    var keys: SigningKeys {
        SigningKeys(context: context, commits: commits, cache: verifier.cache)
    }

    var masterKeys: MasterKeys { MasterKeys(context: context, commits: commits) }

    var signIns: SignIns {
        SignIns(
            context: context,
            commits: commits,
            hasher: hasher,
            keys: keys,
            failures: failures
        )
    }

    var sessions: Sessions { Sessions(context: context, commits: commits, reader: reader) }

    var renewals: Renewals { Renewals(context: context, commits: commits, keys: keys) }

    var feeds: FeedRequests {
        FeedRequests(
            context: context,
            commits: commits,
            reader: reader,
            cursors: cursors,
            waits: waits
        )
    }

    var syncs: SyncRequests {
        SyncRequests(context: context, commits: commits, reader: reader, cursors: cursors)
    }

    var intents: IntentRequests {
        IntentRequests(context: context, commits: commits, reader: reader)
    }

    var postings: Postings { Postings(context: context, commits: commits) }

    var corrections: Corrections { Corrections(context: context, postings: postings) }

    var userChanges: UserAdministration {
        UserAdministration(context: context, commits: commits, hasher: hasher)
    }

    var accountChanges: AccountAdministration {
        AccountAdministration(context: context, commits: commits)
    }
}
