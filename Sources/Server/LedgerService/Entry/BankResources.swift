/// Writer, readers and queues that the services of a bank share, on the bank's actor.
final class BankResources {
    let context: BankContext
    let commits: GroupCommit
    let failures: FailureReporter
    let hasher: PasswordHasher
    let reader: BookReader
    let cursors: CursorKeys
    /// Cached keys of access tokens.
    let signingKeys: SigningKeyCache
    /// Places for streams and long polls that wait for news.
    let waits: SharedWaitPlaces

    init(_ context: BankContext, _ signingKeys: SigningKeyCache) {
        self.context = context
        self.signingKeys = signingKeys
        commits = GroupCommit(context)
        failures = FailureReporter(context)
        hasher = PasswordHasher(context)
        reader = BookReader(context)
        cursors = CursorKeys(context, commits)
        waits = SharedWaitPlaces(context.configuration.waits)
    }
}

/// Service of a bank, such as its sign-ins; it has no state of its own and runs on the actor.
protocol BankService {
    var resources: BankResources { get }
}

extension BankService {
    var context: BankContext { resources.context }
    var commits: GroupCommit { resources.commits }
    var reader: BookReader { resources.reader }
    var keys: SigningKeys { SigningKeys(resources: resources) }
}
