import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

extension Client {
    /// Creates the lease that opens the record without the bank; nil when it cannot be sealed.
    func makeLease(
        _ reply: SignInReply,
        _ term: LeaseTerm,
        _ userName: String,
        _ keys: PasswordKeys,
        _ storageKey: SharedSecret
    ) -> HeldLease? {
        let seal = LeaseSeal(wrapKey: keys.wrapKey, userID: reply.userID, salt: keys.salt)
        guard let seal else { return nil }
        let facts = LeaseFacts(
            displayName: reply.displayName,
            role: reply.role,
            sessionEndsAt: reply.endsAt,
            leaseEndsAt: term.endsAt,
            serverTime: term.serverTime,
            zone: reply.zone
        )
        let file = LeaseFile(
            salt: keys.salt,
            cost: keys.cost,
            userID: reply.userID,
            sealedKey: seal.sealed(key: storageKey),
            sealedFacts: seal.sealed(facts),
            endsAt: term.endsAt,
            seenAt: max(term.serverTime, clock.now())
        )
        return HeldLease(userName: userName, file: file, seal: seal)
    }

    /// Stores the new end of the lease.
    func noteLease(_ term: LeaseTerm, askedAt: Instant) async {
        guard let current = session else { return }
        noteBankTime(term.serverTime, askedAt: askedAt)
        let overAt = term.overAt(askedAt: askedAt)
        session?.leaseEndsAt = term.endsAt
        session?.leaseOverAt = overAt
        advance(.leaseChanged(endsAt: overAt))
        // The watch may sleep until after the new end.
        if overAt < current.leaseOverAt { watchSignal.raise() }
        guard var lease = current.lease, let seal = lease.seal else { return }
        let facts = LeaseFacts(
            displayName: current.user.displayName,
            role: current.user.role.rawValue,
            sessionEndsAt: current.user.endsAt,
            leaseEndsAt: term.endsAt,
            serverTime: term.serverTime,
            zone: current.zone
        )
        lease.file.sealedFacts = seal.sealed(facts)
        lease.file.endsAt = term.endsAt
        // As at sign-in: a time that an earlier answer named falsely would keep the copy closed.
        lease.file.seenAt = max(term.serverTime, clock.now())
        session?.lease = lease
        // Without it the record cannot be opened without the bank; nothing else is lost.
        try? await storage.writeLease(lease.file.bytes, ofUser: lease.userName)
    }

    /// True if the lease is over, so that this console may no longer show its record.
    ///
    /// It goes as long as the answer that granted it said, by a clock that never jumps: no time in
    /// another answer ends or lengthens it. Without the bank the other clocks count as well, so that
    /// setting one back gains nothing.
    func isLeaseOver(_ session: Session) -> Bool {
        guard clock.boottime() < session.leaseOverAt else { return true }
        guard session.online == nil else { return false }
        let seenAt = session.lease?.file.seenAt ?? .epoch
        return max(seenAt, clock.now()) >= session.leaseEndsAt
    }

    /// Seals the record at the end of its lease, by destroying the key.
    func endLease(_ session: Session) async {
        guard isCurrent(session.number) else { return }
        endNotice = .leaseEnded
        await endSession()
        // Found again at the next start, when it does not go now.
        if let name = session.lease?.userName { try? await storage.destroyLease(ofUser: name) }
        emit(.signedOut)
    }

    /// Destroys every lease on this machine that has ended, of any user.
    func destroyEndedLeases() async {
        let now = clock.now()
        // What does not go is tried again at the next start, and cannot be opened meanwhile.
        try? await storage.destroyLeases { bytes in LeaseFile(bytes)?.isOver(byWall: now) ?? true }
    }
}
