import CoreVocabulary
import Cryptography
import IdentityCore
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
    ///
    /// - Parameters:
    ///   - context: The context of the session.
    ///   - unlock: What compares a password with the one that opened the record.
    ///   - lease: The lease of the session.
    ///   - begun: What the bank gave at sign-in; nil without the bank.
    init(
        _ context: SessionContext,
        _ unlock: UnlockVerifier,
        _ lease: SessionLease,
        _ begun: BegunSession?
    ) {
        self.context = context
        self.unlock = unlock
        self.lease = lease
        health = RecordHealth(context)
        watch = SessionWatch(context, lease, health)
        reader = RecordReader(context, health)
        reporter = SyncReporter(context, health, lease)
        online = begun.map { [health] in OnlineSession(context, lease, health, $0) }
        transfers = TransferRequests(
            context,
            online.map { online in
                TransferRequests.Online(
                    sender: online.sender,
                    sessionID: online.sessionID,
                    authorisationKey: online.authorisationKey
                )
            }
        )
    }

    /// Checks a password against the one that opened the record; a wrong one uses up a try.
    ///
    /// - Returns: The tries left after a wrong password; nil if it is right.
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
        online?.authorisationKey.wipe()
        let records = context.gate.close()
        context.environment.signals.raiseAll()
        // If this is lost, the record only looks older than it is.
        try? await records.confirm(at: confirmedAt)
        await records.close()
        await context.outbox.close()
    }
}

/// What the bank gave at sign-in, and what is noted of it on this machine.
struct BegunSession {
    let sessionID: SessionID
    let authorisationKey: SharedSecret
    let tokens: HeldTokens
    /// Where this session is noted until the bank is known to have ended it, and whether it is.
    let notes: any SessionNotes
    let isNoted: Bool
    /// Sessions that were left open here, until the bank has ended them.
    let left: [SessionID]
}
