import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

extension HeldLease {
    /// Seals what opens the record without the bank; returns nil if it cannot be sealed.
    init?(
        _ reply: SignInReply,
        _ term: LeaseTerm,
        userName: String,
        _ keys: PasswordKeys,
        _ storageKey: SharedSecret,
        now: Instant
    ) {
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
            seenAt: max(term.serverTime, now)
        )
        self.init(userName: userName, file: file, seal: seal)
    }
}
