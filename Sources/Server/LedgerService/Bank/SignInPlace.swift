import CoreVocabulary

/// The name that somebody signs in under and the place that they come from, as 128 bits each.
///
/// Both are keyed hashes under a key that lies outside the books, so that the books do not tell who
/// is where. A name that nobody has gets its bits in the same way. With another current key all is
/// counted anew.
struct SignInPlace: Hashable, Sendable {
    /// The most places that are remembered of a user.
    static let rememberedLimit = 8

    let nameBits: UInt128
    let placeBits: UInt128

    /// Makes the bits.
    ///
    /// A terminal is a place wherever its line ends: nobody can fail there without its key.
    init(_ name: String, _ origin: RequestOrigin, _ masterKey: MasterKey) {
        nameBits = masterKey.indexBits(of: Array("name \(name)".utf8))
        var place = CanonicalEncoder(reservingCapacity: 64)
        place.write("place")
        place.write(optional: origin.terminal) { $0.write($1) }
        place.write(optional: origin.terminal == nil ? origin.peerBits : nil) { $0.write($1) }
        placeBits = masterKey.indexBits(of: place.bytes)
    }

    /// The key under which failures of this name at this place are counted.
    var guardKey: GuardKey { .signIns(nameBits: nameBits, placeBits: placeBits) }

    /// The key of the budget that all places that are new to the user share.
    var newPlacesKey: LimitKey { LimitKey(.signInsFromNewPlaces, of: nameBits) }

    /// The key under which it stands until when a delay of this name is told in the audit log.
    var delayKey: LimitKey { LimitKey(.delayedSignIns, of: nameBits) }
}
