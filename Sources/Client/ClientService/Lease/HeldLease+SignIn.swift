import CoreVocabulary
import Cryptography

extension HeldLease {
    /// Seals what opens the record without the bank; returns nil if it cannot be sealed.
    init?(
        _ user: SignedInUser,
        _ term: LeaseTerm,
        userName: String,
        _ keys: PasswordKeys,
        _ storageKey: SharedSecret,
        now: Instant
    ) {
        let seal = LeaseSeal(wrapKey: keys.wrapKey, userID: user.userID, salt: keys.salt)
        guard let seal else { return nil }
        let file = LeaseFile(
            salt: keys.salt,
            cost: keys.cost,
            userID: user.userID,
            sealedKey: seal.sealed(key: storageKey),
            sealedFacts: seal.sealed(LeaseFacts(of: user, term, user.zone)),
            endsAt: term.endsAt,
            seenAt: max(term.serverTime, now)
        )
        self.init(userName: userName, file: file, seal: seal)
    }
}
