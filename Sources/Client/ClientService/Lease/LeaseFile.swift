import CoreVocabulary
import Cryptography
import IdentityCore

/// Stored form of a lease, which opens a user's record without the bank.
///
/// The fields needed without the password are in clear: the hash parameters, the user, the number
/// of wrong passwords, and the end of the lease. Everything else is sealed under the password's
/// hash.
struct LeaseFile: Hashable, Sendable {
    private static let tag = "counterfoil.lease"
    private static let version: UInt8 = 1

    let salt: [UInt8]
    let cost: Scrypt.Parameters
    let userID: UserID
    /// The storage key, sealed under the password's hash.
    let sealedKey: [UInt8]
    /// The ``LeaseFacts``, sealed under the password's hash.
    var sealedFacts: [UInt8]
    /// End of the lease, as in the facts.
    ///
    /// This unsealed copy only decides when everything is destroyed.
    var endsAt: Instant
    /// Latest time that this console has seen, by any clock.
    var seenAt: Instant
    /// Number of consecutive wrong passwords, and the time before which no other may be tried.
    var tryCount: Int64 = 0
    var retryAt = Instant.epoch

    var bytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(Self.tag)
        encoder.write(Self.version)
        encoder.write(salt)
        encoder.write(cost.n)
        encoder.write(cost.r)
        encoder.write(cost.p)
        encoder.write(userID)
        encoder.write(sealedKey)
        encoder.write(sealedFacts)
        encoder.write(endsAt)
        encoder.write(seenAt)
        encoder.write(tryCount)
        encoder.write(retryAt)
        return encoder.bytes
    }

    /// Returns the latest of all clocks, so that setting a clock back gains nothing.
    func now(byWall wall: Instant) -> Instant { max(wall, seenAt) }

    /// Returns true if the lease has ended and must be destroyed.
    func isOver(byWall wall: Instant) -> Bool { now(byWall: wall) >= endsAt }
}

extension LeaseFile {
    /// Decodes stored bytes; returns nil for anything else.
    init?(_ bytes: [UInt8]) {
        do {
            var decoder = CanonicalDecoder(bytes)
            guard try decoder.readString() == Self.tag,
                try decoder.read(UInt8.self) == Self.version
            else { return nil }
            salt = try decoder.readBytes()
            cost = try Scrypt.Parameters(
                n: try decoder.read(UInt64.self),
                r: try decoder.read(UInt32.self),
                p: try decoder.read(UInt32.self)
            )
            userID = try decoder.readIdentifier()
            sealedKey = try decoder.readBytes()
            sealedFacts = try decoder.readBytes()
            endsAt = try decoder.readInstant()
            seenAt = try decoder.readInstant()
            tryCount = try decoder.read(Int64.self)
            retryAt = try decoder.readInstant()
            try decoder.finish()
        } catch {
            return nil
        }
        guard salt.count >= 16 else { return nil }
    }
}

/// Facts of a lease, sealed beside the key.
struct LeaseFacts: Hashable, Sendable {
    let displayName: String
    let role: String
    let sessionEndsAt: Instant
    let leaseEndsAt: Instant
    /// The bank's time in its last answer.
    let serverTime: Instant
    /// Time zone of the bank's days.
    ///
    /// Nil if it was never received, and in a lease of an earlier release.
    let zone: ZoneOffset?

    var bytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(displayName)
        encoder.write(role)
        encoder.write(sessionEndsAt)
        encoder.write(leaseEndsAt)
        encoder.write(serverTime)
        // Without a zone the bytes equal those of an earlier release.
        if let zone { encoder.write(Int32(zone.minutesEastOfUTC)) }
        return encoder.bytes
    }
}

extension LeaseFacts {
    /// Creates the facts of a user's lease for a term that the bank granted.
    init(of user: SignedInUser, _ term: LeaseTerm, _ zone: ZoneOffset?) {
        self.init(
            displayName: user.displayName,
            role: user.role.rawValue,
            sessionEndsAt: user.endsAt,
            leaseEndsAt: term.endsAt,
            serverTime: term.serverTime,
            zone: zone
        )
    }

    init?(_ bytes: [UInt8]) {
        do {
            var decoder = CanonicalDecoder(bytes)
            displayName = try decoder.readString()
            role = try decoder.readString()
            sessionEndsAt = try decoder.readInstant()
            leaseEndsAt = try decoder.readInstant()
            serverTime = try decoder.readInstant()
            guard !decoder.isAtEnd else {
                zone = nil
                return
            }
            let minutes = Int(try decoder.read(Int32.self))
            guard let told = ZoneOffset(minutesEastOfUTC: minutes) else { return nil }
            zone = told
            try decoder.finish()
        } catch {
            return nil
        }
    }
}
