public import CoreVocabulary

/// Whose failed tries are counted together.
public enum GuardKey: Hashable, Sendable {
    /// A user's, at sign-in and at transfers, in all sessions.
    case user(UserID)
    /// Those for names that nobody has, gathered in 65,536 buckets.
    case unknownName(bucket: UInt16)

    /// 16 bytes for a user, 2 for a bucket.
    public var bytes: [UInt8] {
        switch self {
        case .user(let id): id.bytes
        case .unknownName(let bucket): [UInt8(bucket >> 8), UInt8(bucket & 0xFF)]
        }
    }
}
