public import CoreVocabulary

/// Whose failed tries are counted together.
///
/// A name is 128 bits under a key that lies outside the books, whether anybody has it or not; a
/// place is 128 bits that stand for where the tries come from.
public enum GuardKey: Hashable, Sendable {
    /// Codes that a user gave for transfers, in all sessions: only who has a session can fail here.
    case transfers(UserID)
    /// Sign-ins under a name from one place: who fails here delays nobody at another place.
    case signIns(nameBits: UInt128, placeBits: UInt128)

    /// 16 bytes for a user, 32 for a name and a place, the name first.
    public var bytes: [UInt8] {
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
