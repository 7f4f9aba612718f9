import CoreVocabulary
import Cryptography
import SyncCore

/// One session as a whole: made when a record is opened, and released when it is closed.
///
/// Nothing of it is reset or used again. What it holds is in memory only.
final class OpenSession {
    let context: SessionContext
    let lease: SessionLease
    let health: RecordHealth
    let watch: SessionWatch
    let reader: RecordReader
    let reporter: SyncReporter
    let transfers: TransferRequests
    /// Parts that need the bank; nil while the record was opened without it.
    let online: OnlineSession?
    private let unlock: UnlockVerifier
    private var unlockTriesLeft = unlockTryLimit

    /// Makes the parts of a session.
    init(
        _ environment: ClientEnvironment,
        _ listener: ClientEvents,
        number: Int,
        _ start: SessionStart,
        _ exits: SessionGate.Exits
    ) {
        let context = SessionContext(
            environment,
            SessionGate(environment, listener, start.records, exits),
            number: number,
            start
        )
        let lease = SessionLease(context, start)
        self.context = context
        self.lease = lease
        unlock = start.unlock
        health = RecordHealth(context)
        watch = SessionWatch(context, lease, health)
        reader = RecordReader(context, health)
        reporter = SyncReporter(context, health, lease)
        if let begun = start.begun, let tokens = start.tokens {
            online = OnlineSession(context, lease, health, begun, tokens)
        } else {
            online = nil
        }
        transfers = TransferRequests(context, online)
    }

    /// Starts the synchronisation with the bank, as of its time at the sign-in.
    func start(from state: RecordState, seenEpoch: UInt64, serverTime: Instant) {
        context.sync.advance(
            .sessionStarted(
                cursor: state.cursor,
                confirmedAt: state.wholeAt,
                serverTime: serverTime,
                snapshot: state.snapshot,
                isRepairing: state.isRepairing,
                seenEpoch: seenEpoch
            )
        )
        noteDoubts(in: state)
    }

    /// Starts to show a record without the bank.
    func startOffline(from state: RecordState) {
        context.sync.advance(
            .openedOffline(
                cursor: state.cursor,
                confirmedAt: state.wholeAt,
                snapshot: state.snapshot,
                isRepairing: state.isRepairing
            )
        )
        noteDoubts(in: state)
    }

    private func noteDoubts(in state: RecordState) {
        context.sync.advance(.doubtChanged(hasUnverifiedAccount: !state.doubts.isEmpty))
        context.environment.signals.raiseAll()
    }

    /// Checks a password against the one that opened the record; a wrong one uses up a try.
    ///
    /// The caller signs out if no try is left.
    func checkPassword(_ password: SharedSecret) async -> UnlockOutcome {
        // Counted before it is looked at: tries that run side by side count as well.
        guard unlockTriesLeft > 0 else { return .signedOut }
        unlockTriesLeft -= 1
        if await unlock.accepts(password) {
            unlockTriesLeft = unlockTryLimit
            return .unlocked
        }
        guard !context.gate.isClosed, unlockTriesLeft > 0 else { return .signedOut }
        return .wrong(triesLeft: unlockTriesLeft)
    }

    /// Ends the session here: its keys are destroyed, and its ports are closed.
    func close() async {
        let confirmedAt = context.sync.machine.freshnessRule.confirmedAt
        online?.begun.authorisationKey.wipe()
        let records = context.gate.close()
        context.environment.signals.raiseAll()
        // If this is lost, the record only looks older than it is.
        try? await records.confirm(at: confirmedAt)
        await records.close()
        await context.outbox.close()
    }
}
