import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

extension Client {
    /// What is kept so that the record can be opened without the bank; nil when it cannot be
    /// sealed.
    func makeLease(
        _ reply: SignInReply,
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
            leaseEndsAt: reply.leaseEndsAt,
            serverTime: reply.serverTime,
            zone: reply.zone
        )
        let file = LeaseFile(
            salt: keys.salt,
            cost: keys.cost,
            userID: reply.userID,
            sealedKey: seal.sealed(key: storageKey),
            sealedFacts: seal.sealed(facts),
            endsAt: reply.leaseEndsAt,
            seenAt: max(reply.serverTime, clock.now())
        )
        return HeldLease(userName: userName, file: file, seal: seal)
    }

    /// Notes until when the lease goes, and writes it down.
    func noteLease(endsAt: Instant, serverTime: Instant, askedAt: Instant) async {
        guard let current = session else { return }
        let clockThen = noteBankTime(serverTime, askedAt: askedAt)
        session?.leaseEndsAt = endsAt
        advance(.leaseChanged(endsAt: clockThen.earliest(of: endsAt)))
        guard var lease = current.lease, let seal = lease.seal else { return }
        let facts = LeaseFacts(
            displayName: current.user.displayName,
            role: current.user.role.rawValue,
            sessionEndsAt: current.user.endsAt,
            leaseEndsAt: endsAt,
            serverTime: serverTime,
            zone: current.zone
        )
        lease.file.sealedFacts = seal.sealed(facts)
        lease.file.endsAt = endsAt
        lease.file.seenAt = max(lease.file.seenAt, serverTime, clock.now())
        session?.lease = lease
        // Without it the record cannot be opened without the bank; nothing else is lost.
        try? await storage.writeLease(lease.file.bytes, ofUser: lease.userName)
    }

    /// Whether this console may show what it holds no longer.
    ///
    /// With the bank its own time counts, reckoned with a clock that never jumps. Without it the
    /// latest of all clocks does: setting one back gains nothing.
    func isLeaseOver(_ session: Session) -> Bool {
        let bankTime = session.bankTime(atBoottime: clock.boottime())
        guard session.online == nil else { return bankTime >= session.leaseEndsAt }
        let seenAt = session.lease?.file.seenAt ?? bankTime
        return max(bankTime, seenAt, clock.now()) >= session.leaseEndsAt
    }

    /// Seals the record because its time is over: the key goes, and all that opens it.
    func endLease(_ session: Session) async {
        guard isCurrent(session.number) else { return }
        endNotice = .leaseEnded
        await endSession()
        // Found again at the next start, when it does not go now.
        if let name = session.lease?.userName { try? await storage.destroyLease(ofUser: name) }
        emit(.signedOut)
    }

    /// Destroys whatever opens a record whose time is over, whoever it belongs to.
    func destroyEndedLeases() async {
        let now = clock.now()
        // What does not go is tried again at the next start, and cannot be opened meanwhile.
        try? await storage.destroyLeases { bytes in LeaseFile(bytes)?.isOver(byWall: now) ?? true }
    }
}
