import CoreVocabulary
import SyncCore

/// Context that all parts of one session share: its ports, its user and its synchronisation.
final class SessionContext {
    let environment: ClientEnvironment
    let gate: SessionGate
    /// Number of the session, by which the client knows it.
    let number: Int
    let user: SignedInUser
    let isOnline: Bool
    let outbox: Outbox
    let sync: SyncState
    /// Time zone of the bank's days, as the bank named it last; nil if it never did.
    var zone: ZoneOffset?

    init(
        _ environment: ClientEnvironment,
        _ gate: SessionGate,
        number: Int,
        _ start: SessionStart
    ) {
        self.environment = environment
        self.gate = gate
        self.number = number
        user = start.user
        isOnline = start.begun != nil
        outbox = start.outbox
        zone = start.user.zone
        sync = SyncState(environment, gate, reckoning: start.reckoning, isOnline: isOnline)
    }

    /// Keeps the time at which an epoch of the books was first named.
    ///
    /// Decisions made after that time prove nothing about the copy that the books come from. The
    /// epoch's name alone proves nothing either: a console that kept the highest epoch it was ever told
    /// would take every true answer after a false one for an older copy.
    func hear(_ place: Cursor) {
        guard !gate.isClosed, place.epoch > sync.machine.seenEpoch,
            place.epoch != environment.namedEpoch?.epoch
        else { return }
        environment.namedEpoch = (place.epoch, sync.bankTime)
    }

    /// Records the epoch of the books, so that no earlier one is taken for it.
    ///
    /// Call it when something proves the epoch: entries that follow were applied, or both sides
    /// agreed.
    func noteEpoch(of place: Cursor) async {
        guard !gate.isClosed else { return }
        sync.noteEpoch(place.epoch)
        let named = environment.namedEpoch.flatMap { $0.epoch == place.epoch ? $0.at : nil }
        let time = named ?? sync.bankTime
        // What could not be written is written with the next proof; the machine knows it already.
        try? await outbox.noteEpoch(place.epoch, at: time)
        if await outbox.isInboxDue { environment.signals.outbox.raise() }
    }

    /// Records the epoch of the books that changes are of, if there are entries among them.
    ///
    /// An entry follows on those before it. Accounts and payees, and a place that nothing leads to,
    /// follow on nothing: the comparison proves those.
    func noteEpoch(of place: Cursor, provedBy changes: [FeedChange]) async {
        let hasEntries = changes.contains { change in
            if case .entry = change { true } else { false }
        }
        guard hasEntries else { return }
        await noteEpoch(of: place)
    }
}
