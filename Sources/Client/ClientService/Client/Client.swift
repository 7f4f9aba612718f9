public import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

/// The local service of one console, over a link to the bank and stores on this machine.
///
/// The rules are values: ``SyncMachine`` says what to do next, ``OutboxRecord`` how a transfer may
/// change, ``FreshnessRule`` what a balance may be called. This actor takes an event, changes the
/// value, and then does what it says.
public actor Client: BankClient {
    let link: any BankLink
    let storage: any ClientStorage
    let clock: any ClientClock
    private let standardZone: ZoneOffset
    let settings: ClientSettings

    /// Signal for the feed: its work changed, a transfer waits, or somebody signed in.
    let feedSignal = Signal()
    let outboxSignal = Signal()
    let watchSignal = Signal()
    /// Signal for the renewal: there are other tokens to renew.
    let renewalSignal = Signal()
    /// Signal for the evidence: the bank may be told of the faults.
    let evidenceSignal = Signal()

    /// The current session with its user; nil while nobody is signed in.
    var session: Session? {
        didSet { sessionNumber = session?.number }
    }
    /// The number of the session, apart because every step reads it and a session is large.
    private var sessionNumber: Int?
    /// The state machine that decides the next step of the sync.
    var machine: SyncMachine
    var nextWork: SyncMachine.Work?
    var pendingBatch: PendingBatch?
    var pendingPage: PendingPage?
    var snapshotProgress = SyncMachine.Progress(done: 0, total: 0)
    /// The open stream, and the offset of the bank's clock at its opening.
    var stream: LinkStream?
    var bankClock: BankClockOffset?
    /// The time of the bank's last answer in this session, by its own clock.
    var answeredAt: Instant?
    /// The minute of the last contact that the listener knows, counted since 1970.
    var toldContactMinute: Int64?
    /// The last epoch that the bank named without proof, and the time of its first naming, by the
    /// bank's clock.
    var namedEpoch: (epoch: UInt64, at: Instant)?
    /// Cause of the latest link failure.
    var lineCause: LinkCause?
    /// Reachability of the bank while nobody is signed in to it.
    var bankLook = BankLook()
    /// The notice why the session ended, if the user has to be told.
    var endNotice: StatusNotice?
    /// True while the bank has ended the session and the user was not told yet.
    var isEndUntold = false
    /// The end of the last session that the bank has not confirmed, until somebody signs in.
    var untoldEnd: UntoldEnd?
    /// The pauses between attempts to end sessions that were left open here.
    var endingBackoff = Backoff()
    /// The time of the last agreement of both sides, by the bank's clock, and of its last note, by
    /// the steady clock.
    var comparedAt: Instant?
    var comparedNotedAt: Instant?
    /// The number of repairs since both sides last agreed.
    var repairCount = 0
    /// The accounts whose entries these repairs fetched again.
    var refetchedAccounts: Set<AccountID> = []
    /// The receipt of a wipe that the bank has not received yet.
    var pendingReceipt: WipeReceipt?
    /// The one running renewal, the tasks that wait for it, and the pauses between failures.
    var isRenewing = false
    var renewalWaiters: [Signal] = []
    var renewalBackoff = Backoff()
    /// True while a lease is being opened: its passwords are tried one at a time.
    var isOpeningLease = false
    /// True if the record was thrown away in this session, and no other was fetched since.
    var isDiscarded = false
    /// True if the listener has not yet been told of the latest status.
    var isStatusStale = false
    /// The transfers that are being sent, each by one task alone.
    var keysInFlight: Set<IntentKey> = []
    var outboxBackoff = Backoff()
    /// The faults that were found and not yet repaired, each place once.
    var faults = FoundFaults()
    /// The time before which no other repair begins, by the steady clock.
    var nextRepairAt: Instant?
    /// The time before which the whole record is not checked again, by the steady clock; nil before
    /// the first check of the session.
    var nextRecordCheckAt: Instant?
    var isCheckingRecord = false
    /// The schedule by which the bank is told of the faults that were found.
    var evidence = EvidenceSchedule()

    private var random: any RandomNumberGenerator & Sendable
    private(set) var sessionCount = 0
    private var listener: AsyncStream<ClientEvent>.Continuation?

    /// A batch that waits to be applied, with the cursor of its request.
    struct PendingBatch: Sendable {
        let batch: FeedBatch
        let after: Cursor?
        let serverTime: Instant
        var isStreamed = false
    }

    /// A page that waits to be applied, with its place in the snapshot.
    struct PendingPage: Sendable {
        let page: SnapshotReply
        let place: SnapshotPlace
    }

    /// The most events that wait for a slow listener; older ones are dropped, since each only says
    /// what to ask for again.
    private static let eventLimit = 64

    /// Creates a client without a session.
    ///
    /// - Parameters:
    ///   - link: The line to the bank.
    ///   - storage: Where the record and the outbox are kept.
    ///   - clock: The time.
    ///   - random: A secure random source.
    ///   - zone: The zone in which the days of a bank are counted that does not say where it does.
    ///   - settings: What can be chosen.
    public init(
        link: any BankLink,
        storage: any ClientStorage,
        clock: any ClientClock,
        random: any RandomNumberGenerator & Sendable,
        zone: ZoneOffset,
        settings: ClientSettings = ClientSettings()
    ) {
        self.link = link
        self.storage = storage
        self.clock = clock
        self.random = random
        standardZone = zone
        self.settings = settings
        machine = SyncMachine(limits: settings.sync)
    }

    /// Keeps the record and the outbox in agreement with the bank until the task is cancelled.
    ///
    /// Call it once, in a task group of the program; signing in and out goes on beside it.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { await self.runFeed() }
            group.addTask { await self.runOutbox() }
            group.addTask { await self.runWatch() }
            group.addTask { await self.runRenewal() }
            group.addTask { await self.runEvidence() }
            await group.waitForAll()
        }
    }

    /// Returns the stream of events in their order; a second listener replaces the first.
    public func events() -> AsyncStream<ClientEvent> {
        listener?.finish()
        let (stream, continuation) = AsyncStream.makeStream(
            of: ClientEvent.self,
            bufferingPolicy: .bufferingNewest(Self.eventLimit)
        )
        listener = continuation
        return stream
    }

    /// Returns the state of the link and of the local record.
    public func status() async -> SyncStatus {
        let outbox = session?.outbox
        let openCount = await outbox?.openCount ?? 0
        let needsCodeCount = await outbox?.needsCodeCount ?? 0
        let unseenCount = await outbox?.unseenDecisionCount ?? 0
        let hasUnreadEpoch = await outbox?.hasUnreadEpoch ?? false
        let hasUnreadLoss = await outbox?.hasUnreadLoss ?? false
        let isUnwritable = await outbox?.isUnwritable ?? false
        let freshness = machine.freshnessRule.freshness(atBoottime: clock.boottime())
        // Damage stays, so that it is told only where nothing that passes has to be.
        let tellsOfDamage =
            outbox?.isDamaged == true && machine.link.isUp && freshness != .unverified
        return SyncStatus(
            link: machine.link.isUp ? .up : .down(lastContact: lastContact),
            freshness: freshness,
            queuedCount: openCount,
            needsCodeCount: needsCodeCount,
            unseenDecisionCount: unseenCount,
            catchingUp: machine.progress.map { .init(done: $0.done, total: $0.total) },
            cause: machine.link.isUp ? nil : lineCause,
            notice: notice
                ?? (isUnwritable
                    ? .outboxUnwritable
                    : hasUnreadEpoch
                        ? .booksRestored
                        : hasUnreadLoss
                            ? .booksLackEntries : tellsOfDamage ? .outboxDamaged : nil),
            isBankReachable: bankLook.isReachable,
            hasRecord: session == nil || hasRecord,
            zone: session?.zone,
            untoldEnd: session == nil ? untoldEnd : nil
        )
    }

    /// The zone in which the bank counts its days: the last one that it sent, or the standard one.
    var zone: ZoneOffset { session?.zone ?? standardZone }

    /// True if the record was ever complete.
    ///
    /// One that has neither a place in the feed nor a time at which it was right says nothing, not even
    /// that nothing is there.
    private var hasRecord: Bool {
        machine.cursor != nil || (machine.freshnessRule.confirmedAt > .epoch && !isDiscarded)
    }

    private var notice: StatusNotice? {
        guard let session else { return endNotice }
        if session.online == nil { return .openedOffline }
        return switch machine.notice {
        case .booksReplaced: .booksReplaced
        case .rolledBack: .rolledBack
        case .upgradeNeeded: .upgradeNeeded
        case nil: nil
        }
    }

    func emit(_ event: ClientEvent) {
        listener?.yield(event)
    }

    func emitStatus() async {
        let status = await status()
        // What wakes up while the session is closed would tell of it before its end is told.
        guard !isEndUntold else { return }
        emit(.statusChanged(status))
    }

    func randomBits() -> UInt64 {
        random.next()
    }

    func makeKey() -> IntentKey {
        let bits = UInt128(randomBits()) << 64 | UInt128(randomBits())
        return .version7(at: clock.now(), random: bits)
    }

    func makeSalt() -> [UInt8] {
        (0..<2).flatMap { _ in withUnsafeBytes(of: randomBits()) { Array($0) } }
    }

    func countSession() -> Int {
        sessionCount += 1
        return sessionCount
    }

    /// Returns true if the session is still the one with which the caller began.
    func isCurrent(_ number: Int) -> Bool {
        sessionNumber == number
    }

    func requireSession() throws -> Session {
        guard let session else { throw ClientError(.notSignedIn) }
        return session
    }
}
