import CoreVocabulary
import SyncCore

/// State of one session's synchronisation: its machine, and what the machine's events leave to do.
final class SyncState {
    private(set) var machine: SyncMachine
    /// Work to be done next; nil if there is none.
    var nextWork: SyncWork?
    /// Open stream, if there is one.
    var stream: LinkStream?
    /// Cause of the latest link failure.
    private(set) var lineCause: LinkCause?
    /// True if the record was thrown away in this session, and no other was fetched since.
    var isDiscarded = false
    /// Offset of the bank's clock as of its last answer.
    private(set) var bankClock: BankClockOffset?
    private(set) var reckoning: BankReckoning
    /// Time of the bank's last answer, by its own clock.
    private var answeredAt: Instant?
    /// Time of the last comparison in which both sides agreed, by the bank's clock.
    var comparedAt: Instant?
    /// Schedule by which the bank is told of findings.
    var evidence = EvidenceSchedule()

    private let environment: ClientEnvironment
    private let gate: SessionGate
    private let isOnline: Bool

    init(
        _ environment: ClientEnvironment,
        _ gate: SessionGate,
        reckoning: BankReckoning,
        isOnline: Bool
    ) {
        self.environment = environment
        self.gate = gate
        self.reckoning = reckoning
        self.isOnline = isOnline
        machine = SyncMachine(limits: environment.settings.sync)
    }

    /// The bank's time, by a clock that never jumps; never ahead of the bank's own.
    var bankTime: Instant { reckoning.time(atBoottime: environment.clock.boottime()) }

    /// True if the record was ever complete.
    ///
    /// One that has neither a place in the feed nor a time at which it was right says nothing, not
    /// even that nothing is there.
    var hasRecord: Bool {
        machine.cursor != nil || (machine.freshnessRule.confirmedAt > .epoch && !isDiscarded)
    }

    /// Notice about the synchronisation, if there is one.
    var notice: StatusNotice? {
        guard isOnline else { return .openedOffline }
        return switch machine.notice {
        case .booksReplaced: .booksReplaced
        case .rolledBack: .rolledBack
        case .upgradeNeeded: .upgradeNeeded
        case nil: nil
        }
    }

    /// Time of the bank's last answer, by its own clock; nil for never.
    ///
    /// Of a record that was opened without the bank, it is the time at which that was right.
    var lastContact: Instant? {
        if let instant = machine.link.lastContact {
            return answeredAt.map { max($0, instant) } ?? instant
        }
        let confirmedAt = machine.freshnessRule.confirmedAt
        return confirmedAt > .epoch ? confirmedAt : nil
    }

    /// Hands an event to the machine, tells the listener, and keeps the work that is next.
    func advance(_ event: SyncEvent) {
        guard !gate.isClosed else { return }
        let wasUp = machine.link.isUp
        let confirmedBefore = machine.freshnessRule.confirmedAt
        let effects = machine.handle(
            event,
            at: environment.clock.boottime(),
            random: environment.randomBits()
        )
        for effect in effects {
            switch effect {
            case .work(let work): nextWork = work
            case .announce: gate.noteStaleStatus()
            }
        }
        if machine.cursor != nil { isDiscarded = false }
        switch event {
        // A record that was just opened is read as a whole.
        case .sessionStarted, .openedOffline: break
        default: noteConfirmation(since: confirmedBefore)
        }
        noteContact()
        if !machine.isStreaming { stream = nil }
        if machine.link.isUp, !wasUp {
            // The cause is over, and explains no later failure.
            lineCause = nil
            environment.signals.outbox.raise()
        }
        if evidence.note(machine) { environment.signals.evidence.raise() }
    }

    /// Ends the session's synchronisation.
    func end() {
        advance(.sessionEnded)
        nextWork = nil
        stream = nil
    }

    /// Has the figures read again if they are now right as of an earlier time.
    ///
    /// The bank's clock was set back, and a screen would go on showing a time that is still to come.
    private func noteConfirmation(since confirmedBefore: Instant) {
        guard machine.freshnessRule.confirmedAt < confirmedBefore else { return }
        gate.noteStaleStatus()
        gate.emit(.recordsChanged)
    }

    /// Has the listener told of a contact in another minute.
    ///
    /// While a batch is written it waits: told now, the record would be told to lag behind as well.
    private func noteContact() {
        guard machine.link.isUp, machine.phase != .applying, let contact = lastContact else {
            return
        }
        gate.noteContact(at: contact)
    }

    /// Keeps the cause of a link failure; another one is news.
    func noteCause(_ cause: LinkCause) {
        if cause != lineCause { gate.noteStaleStatus() }
        lineCause = cause
    }

    /// Notes an epoch of the books that something verified.
    func noteEpoch(_ epoch: UInt64) {
        machine.noteEpoch(epoch)
    }

    /// Notes that the bank answered, which ends the feed's pause: the bank can be reached.
    ///
    /// A pause that the bank itself asked for goes on.
    func noteAnswer() {
        guard !gate.isClosed else { return }
        if isOnline { answeredAt = bankTime }
        guard machine.phase == .pausing, !machine.link.isUp, lineCause?.isToldByBank != true
        else { return }
        advance(.bankAnswered)
        environment.signals.feed.raise()
    }

    /// Notes the bank's time in an answer.
    func noteBankTime(_ serverTime: Instant, askedAt: Instant) {
        let heardAt = environment.clock.boottime()
        let offset = BankClockOffset(askedAt: askedAt, heardAt: heardAt, serverTime: serverTime)
        bankClock = offset
        reckoning.hear(serverTime, askedAt: askedAt, atBoottime: heardAt)
        // Counted by what was reckoned before, the last answer may seem to be still to come.
        let now = reckoning.time(atBoottime: heardAt)
        answeredAt = answeredAt.map { min($0, now) }
        comparedAt = comparedAt.map(offset.told)
        let confirmedBefore = machine.freshnessRule.confirmedAt
        let times = [machine.link.lastContact, confirmedBefore].compactMap { $0 }
        guard times.contains(where: { offset.told($0) != $0 }) else { return }
        machine.noteSetBack(to: serverTime)
        gate.noteStaleStatus()
        noteConfirmation(since: confirmedBefore)
        // The feed may wait for a word of its stream; the watch tells of it meanwhile.
        environment.signals.watch.raise()
    }
}
