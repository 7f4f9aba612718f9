package import CoreVocabulary

/// The bank, which answers encoded requests and carries out administrative acts.
///
/// It is the one actor: services such as ``SignIns`` and ``Postings`` run on it and share one
/// writer, ``GroupCommit``. It holds no state that a restart would lose, except counts of what is
/// under way. Requests are counted and their tokens verified off the actor.
package actor Bank {
    nonisolated let context: BankContext
    nonisolated let verifier: TokenVerifier
    /// Counts requests in memory.
    nonisolated let limiter: RateLimiter
    let resources: BankResources
    let healthCheck: HealthCheck

    /// Creates the bank over its books, always with the master key that seals the secrets in them.
    package init(
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
        self.context = context
        verifier = TokenVerifier(context)
        limiter = RateLimiter(context)
        resources = BankResources(context, verifier.cache)
        healthCheck = HealthCheck(resources)
    }

    /// The time by the bank's clock.
    package nonisolated var clockTime: Instant { context.clock.now() }
}

extension Bank {
    var commits: GroupCommit { resources.commits }
    var keys: SigningKeys { SigningKeys(resources: resources) }
    var masterKeys: MasterKeys { MasterKeys(resources: resources) }
    var signIns: SignIns { SignIns(resources: resources) }
    var sessions: Sessions { Sessions(resources: resources) }
    var renewals: Renewals { Renewals(resources: resources) }
    var feeds: FeedRequests { FeedRequests(resources: resources) }
    var syncs: SyncRequests { SyncRequests(resources: resources) }
    var intents: IntentRequests { IntentRequests(resources: resources) }
    var postings: Postings { Postings(resources: resources) }
    var corrections: Corrections { Corrections(resources: resources) }
    var userChanges: UserAdministration { UserAdministration(resources: resources) }
    var accountChanges: AccountAdministration { AccountAdministration(resources: resources) }
}
