import CoreVocabulary

/// Sign-in name and place of origin, as 128 bits each.
///
/// Both are keyed hashes under a key outside the books, so that the books do not reveal who signs
/// in where. An unknown name is hashed in the same way. With another current master key, all counts
/// start anew.
struct SignInPlace: Hashable, Sendable {
    /// Maximum number of remembered places of a user.
    static let rememberedLimit = 8

    let nameBits: UInt128
    let placeBits: UInt128

    /// Creates the bits of a name and of the request's origin.
    ///
    /// A terminal counts as one place at any address, because an attempt from it needs its key.
    init(_ name: String, _ origin: RequestOrigin, _ masterKey: MasterKey) {
        nameBits = masterKey.indexBits(of: Array("name \(name)".utf8))
        var place = CanonicalEncoder(reservingCapacity: 64)
        place.write("place")
        place.write(optional: origin.terminal) { $0.write($1) }
        place.write(optional: origin.terminal == nil ? origin.peerBits : nil) { $0.write($1) }
        placeBits = masterKey.indexBits(of: place.bytes)
    }

    /// The key under which this name's failures at this place are counted.
    var attemptKey: AttemptKey { .signIns(nameBits: nameBits, placeBits: placeBits) }

    /// The key of the budget that all places that are new to the user share.
    var newPlacesKey: LimitKey { LimitKey(.signInsFromNewPlaces, of: nameBits) }

    /// The key that stores until when a delay of this name is already in the audit log.
    var delayKey: LimitKey { LimitKey(.delayedSignIns, of: nameBits) }
}
