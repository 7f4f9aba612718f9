import COpenSSL

/// The hash functions that HMAC, HKDF and one-time codes may be built on.
public enum HashAlgorithm: Sendable, Hashable, CaseIterable {
    /// SHA-1, for one-time codes only: HMAC does not rest on collision resistance (RFC 6194 §3.3).
    case sha1
    /// SHA-256.
    case sha256
    /// SHA-512.
    case sha512

    /// Bytes in a digest, and in an HMAC: 20, 32 or 64.
    public var byteCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    var digest: OpaquePointer {
        switch self {
        case .sha1: Self.fetchedSHA1.pointer
        case .sha256: Self.fetchedSHA256.pointer
        case .sha512: Self.fetchedSHA512.pointer
        }
    }

    private static let fetchedSHA1 = FetchedDigest("SHA1")
    private static let fetchedSHA256 = FetchedDigest("SHA2-256")
    private static let fetchedSHA512 = FetchedDigest("SHA2-512")
}
