import CoreVocabulary
import SyncCore

/// Lease of one session: until when this console may show the record, and the file that says so.
final class SessionLease: SessionPart {
    let context: SessionContext
    /// Lease that opens the record again without the bank; nil if none is kept.
    private var held: HeldLease?
    /// End of the lease by the bank's clock.
    private(set) var endsAt: Instant
    /// End of the lease by the monotonic clock, which decides while the record is open.
    private(set) var overAt: Instant

    init(_ context: SessionContext, _ start: SessionStart) {
        self.context = context
        held = start.lease
        endsAt = start.leaseEndsAt
        overAt = start.leaseOverAt
    }

    /// Name that the user signed in with; nil if no lease is kept.
    var userName: String? { held?.userName }

    /// Records a new term of the lease, and stores it.
    func note(_ term: LeaseTerm, askedAt: Instant) async {
        sync.noteBankTime(term.serverTime, askedAt: askedAt)
        let overBefore = overAt
        endsAt = term.endsAt
        overAt = term.overAt(askedAt: askedAt)
        advance(.leaseChanged(endsAt: overAt))
        // The watch may sleep until after the new end.
        if overAt < overBefore { signals.watch.raise() }
        guard var lease = held, let seal = lease.seal else { return }
        lease.file.sealedFacts = seal.sealed(LeaseFacts(of: context.user, term, context.zone))
        lease.file.endsAt = term.endsAt
        // As at sign-in: a time that an earlier answer named falsely would keep the copy closed.
        lease.file.seenAt = max(term.serverTime, clock.now())
        held = lease
        await context.gate.writeLease(lease)
    }

    /// True if this console may no longer show what it holds.
    ///
    /// The lease lasts as long as the answer that granted it said, by a clock that never jumps: no
    /// time in another answer ends or lengthens it. Without the bank the other clocks count as well,
    /// so that setting one back gains nothing.
    var isOver: Bool {
        guard clock.boottime() < overAt else { return true }
        guard !context.isOnline else { return false }
        let seenAt = held?.file.seenAt ?? .epoch
        return max(seenAt, clock.now()) >= endsAt
    }
}
