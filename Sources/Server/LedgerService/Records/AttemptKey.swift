package import CoreVocabulary

/// Key under which failed tries are counted together.
///
/// A name is a keyed hash of 128 bits under a key outside the books, and unknown names have one
/// too. A place is 128 bits that identify the origin of the tries.
package enum AttemptKey: Hashable, Sendable {
    /// Transfer codes of a user in all sessions; only somebody with a session can fail here.
    case transfers(UserID)
    /// Sign-ins under a name from one place; failures here delay nobody at another place.
    case signIns(nameBits: UInt128, placeBits: UInt128)

    /// The encoded key: 16 bytes for a user; 32 for a name and a place, the name first.
    package var bytes: [UInt8] {
        switch self {
        case .transfers(let id): return id.bytes
        case .signIns(let nameBits, let placeBits):
            var encoder = CanonicalEncoder(reservingCapacity: 32)
            encoder.write(nameBits)
            encoder.write(placeBits)
            return encoder.bytes
        }
    }
}
