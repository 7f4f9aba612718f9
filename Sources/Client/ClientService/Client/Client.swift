package import CoreVocabulary
import SyncCore

/// Local service of one console, over a link to the bank and stores on this machine.
///
/// The rules are values: ``SyncMachine`` says what to do next, ``OutboxRecord`` how a transfer may
/// change, ``FreshnessRule`` what a balance may be called. This actor owns the objects that do it:
/// an ``OpenSession`` with its parts while a record is open, and a few that live as long as the
/// program. All of them run on this actor and on no other.
package actor Client {
    let environment: ClientEnvironment
    let listener: ClientEvents
    let leftSessions: LeftSessions
    let copies: OfflineCopies
    let remoteWipe: RemoteWipe
    /// Open session; nil while nobody is signed in and no record is open.
    var session: OpenSession?
    /// Number of sessions that this client has begun.
    private(set) var sessionCount = 0
    /// Machine of the last session as it ended; it knows the line and the freshness since.
    private var lastMachine: SyncMachine
    /// Search for a bank that can be reached, while nobody is signed in to it.
    var bankLook = BankLook()
    /// Reason why nobody is signed in any more, if it has to be told.
    var endNotice: StatusNotice?
    /// True while the bank has ended the session and the user was not told yet.
    var isEndUntold = false
    /// End of the last session that the bank has not confirmed, until somebody signs in.
    var untoldEnd: UntoldEnd?
    /// True while a lease is being opened; its tries are counted one by one.
    var isOpeningLease = false

    /// Creates a client without a session.
    ///
    /// The random source must be secure. The zone counts the days of a bank that names none.
    package init(
        link: any BankLink,
        storage: any ClientStorage,
        clock: any ClientClock,
        random: any RandomNumberGenerator & Sendable,
        zone: ZoneOffset,
        settings: ClientSettings = ClientSettings()
    ) {
        let environment = ClientEnvironment(
            link: link,
            storage: storage,
            clock: clock,
            random: random,
            zone: zone,
            settings: settings
        )
        self.environment = environment
        leftSessions = LeftSessions(environment)
        copies = OfflineCopies(environment)
        remoteWipe = RemoteWipe(environment)
        listener = ClientEvents()
        lastMachine = SyncMachine(limits: settings.sync)
    }

    /// Opens a session, whose synchronisation has not begun.
    func openSession(_ start: SessionStart) -> OpenSession {
        sessionCount += 1
        let number = sessionCount
        let exits = SessionGate.Exits(
            tellStatus: { [weak self] in await self?.emitStatus() },
            end: { [weak self] reason in await self?.end(number, reason) }
        )
        let opened = OpenSession(environment, listener, number: number, start, exits)
        session = opened
        return opened
    }

    /// Returns the open session.
    ///
    /// - Throws: `ClientError` if there is none.
    func requireSession() throws -> OpenSession {
        guard let session else { throw ClientError(.notSignedIn) }
        return session
    }

    /// Ends the session here, whoever ended it; nothing of it is left but its last state.
    func closeSession() async -> OpenSession? {
        guard let ended = session else { return nil }
        session = nil
        bankLook = BankLook()
        ended.context.sync.end()
        lastMachine = ended.context.sync.machine
        await ended.close()
        return ended
    }
}

extension Client: BankClient {
    /// Returns the stream of events, in order; a second listener replaces the first.
    package func events() -> AsyncStream<ClientEvent> {
        listener.listen()
    }

    /// Returns the state of the link and of the local record.
    package func status() async -> SyncStatus {
        let outbox = await session?.context.outbox.summary ?? OutboxSummary()
        // The session may have changed meanwhile.
        let sync = session?.context.sync
        let machine = sync?.machine ?? lastMachine
        let link = machine.link
        let freshness = machine.freshnessRule.freshness(atBoottime: environment.clock.boottime())
        let lastContact = sync == nil ? link.lastContact : sync?.lastContact
        let outboxNotice = outbox.notice(tellsOfDamage: link.isUp && freshness != .unverified)
        return SyncStatus(
            link: link.isUp ? .up : .down(lastContact: lastContact),
            freshness: freshness,
            queuedCount: outbox.openCount,
            needsCodeCount: outbox.needsCodeCount,
            unseenDecisionCount: outbox.unseenDecisionCount,
            catchingUp: sync?.machine.progress.map { .init(done: $0.done, total: $0.total) },
            cause: link.isUp ? nil : sync?.lineCause,
            notice: (sync == nil ? endNotice : sync?.notice) ?? outboxNotice,
            isBankReachable: bankLook.isReachable,
            hasRecord: sync?.hasRecord ?? true,
            zone: session?.context.zone,
            untoldEnd: session == nil ? untoldEnd : nil
        )
    }

    func emit(_ event: ClientEvent) {
        listener.emit(event)
    }

    func emitStatus() async {
        let status = await status()
        // What wakes up while the session is closed would tell of it before its end is told.
        guard !isEndUntold else { return }
        emit(.statusChanged(status))
    }
}
