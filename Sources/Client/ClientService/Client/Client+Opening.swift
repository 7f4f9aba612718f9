import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

extension Client {
    /// Makes the context of a session that begins.
    func makeContext(
        _ user: SignedInUser,
        _ records: any RecordStore,
        _ outbox: Outbox,
        isOnline: Bool,
        _ reckoning: BankReckoning,
        zone: ZoneOffset?
    ) -> SessionContext {
        let number = countSession()
        let exits = SessionGate.Exits(
            tellStatus: { [weak self] in await self?.emitStatus() },
            end: { [weak self] reason in await self?.end(number, reason) }
        )
        return SessionContext(
            environment,
            SessionGate(environment, listener, records, exits),
            number: number,
            user: user,
            isOnline: isOnline,
            outbox: outbox,
            reckoning: reckoning,
            zone: zone
        )
    }

    /// What is kept so that the record can be opened without the bank; nil when it cannot be
    /// sealed.
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
            seenAt: max(term.serverTime, environment.clock.now())
        )
        return HeldLease(userName: userName, file: file, seal: seal)
    }
}
