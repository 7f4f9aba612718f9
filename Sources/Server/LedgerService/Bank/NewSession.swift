import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

/// A session about to begin, with its secrets still readable.
struct NewSession: Sendable {
    let user: UserRecord
    let token: [UInt8]
    let id: SessionID
    let authorisationKey: [UInt8]
    let openedAt: Instant

    var endsAt: Instant {
        openedAt.adding(
            seconds: user.role == .customer
                ? BankConfiguration.customerSessionSeconds : BankConfiguration.staffSessionSeconds
        )
    }

    func record(sealedWith masterKey: MasterKey) -> SessionRecord {
        SessionRecord(
            id: id,
            userID: user.id,
            tokenHash: SHA256.digest(of: token),
            sealedAuthorisationKey: masterKey.seal(
                authorisationKey,
                .authorisationKey,
                ownerBits: id.rawValue
            ),
            openedAt: openedAt,
            endsAt: endsAt,
            endedAt: nil
        )
    }

    func reply(storageKey: [UInt8], now: Instant) -> SignInReply {
        SignInReply(
            tokens: SessionTokens(
                access: token,
                accessEndsAt: endsAt,
                refresh: [],
                idleEndsAt: endsAt
            ),
            sessionID: id,
            userID: user.id,
            displayName: user.displayName,
            role: user.role.rawValue,
            storageKey: storageKey,
            authorisationKey: authorisationKey,
            leaseEndsAt: now.adding(seconds: BankConfiguration.leaseSeconds),
            serverTime: now,
            endsAt: endsAt
        )
    }
}
