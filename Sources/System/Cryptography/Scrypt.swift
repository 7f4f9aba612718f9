import COpenSSL

/// The password hash that costs memory as well as time.
///
/// Source: RFC 7914.
///
/// OpenSSL has no Argon2 before 3.2; the choice stands in docs/decisions/0002-openssl.md.
public enum Scrypt {
    /// The most memory one hash may take: 256 MiB.
    ///
    /// Stored parameters are input: without this bound a forged record could exhaust the host.
    /// Whoever runs hashes side by side bounds their number as well.
    public static let memoryLimitBytes: UInt64 = 256 << 20

    /// The cost of one hash: memory about 128 · N · r bytes, time about N · r · p.
    public struct Parameters: Hashable, Sendable {
        /// N = 2^15, r = 8, p = 3: 32 MiB.
        ///
        /// One of the settings that the OWASP Password Storage Cheat Sheet counts as equal to
        /// N = 2^17, p = 1, at a quarter of the memory, because the bank of the demo shares its
        /// process with the console.
        public static let standard = Parameters(uncheckedN: 1 << 15, r: 8, p: 3)
        /// N = 2^10, r = 8, p = 1: 1 MiB, for tests and for made-up people whose passwords are public.
        public static let weakForTests = Parameters(uncheckedN: 1 << 10, r: 8, p: 1)

        /// The CPU and memory cost N, a power of two.
        public let n: UInt64
        /// The block size r.
        public let r: UInt32
        /// The parallelisation p.
        public let p: UInt32

        /// Checks parameters that may come from outside.
        ///
        /// - Throws: `invalidScryptParameters` unless N is a power of two above 1 and below
        ///   2^(16 · r), r and p are at least 1, and r · p is below 2^30 (RFC 7914 §2 and §6);
        ///   `scryptMemoryLimitExceeded` when they need more than ``memoryLimitBytes``.
        public init(n: UInt64, r: UInt32, p: UInt32) throws(CryptographyError) {
            let isPowerOfTwo = n > 1 && n & (n - 1) == 0
            guard isPowerOfTwo, r >= 1, p >= 1, UInt64(r) * UInt64(p) < 1 << 30 else {
                throw CryptographyError(.invalidScryptParameters)
            }
            guard r >= 4 || n < 1 << (16 * UInt64(r)) else {
                throw CryptographyError(.invalidScryptParameters)
            }
            self.init(uncheckedN: n, r: r, p: p)
            guard let needed = memoryBytes, needed <= Scrypt.memoryLimitBytes else {
                throw CryptographyError(.scryptMemoryLimitExceeded)
            }
        }

        private init(uncheckedN n: UInt64, r: UInt32, p: UInt32) {
            self.n = n
            self.r = r
            self.p = p
        }

        // What OpenSSL counts: p blocks, N blocks and two more for mixing; nil on overflow.
        private var memoryBytes: UInt64? {
            let block = 128 * UInt64(r)
            let (blocks, overflow) = n.addingReportingOverflow(UInt64(p) + 2)
            let (bytes, secondOverflow) = blocks.multipliedReportingOverflow(by: block)
            return overflow || secondOverflow ? nil : bytes
        }
    }

    /// The key that a password and a salt give.
    ///
    /// Takes tens to hundreds of milliseconds on purpose; never call it on the thread that paints.
    ///
    /// - Parameters:
    ///   - password: The bytes as typed; lend them from a ``Secret``.
    ///   - salt: At least 16 random bytes for a stored hash.
    ///   - parameters: The cost.
    ///   - byteCount: Bytes to make, at least 1.
    /// - Returns: The key, for one place that keeps or compares it.
    public static func deriveKey(
        password: Span<UInt8>,
        salt: [UInt8],
        parameters: Parameters = .standard,
        byteCount: Int = 32
    ) -> [UInt8] {
        password.withUnsafeBytes { password in
            let characters = password.bindMemory(to: CChar.self)
            return [UInt8](unsafeUninitializedCapacity: byteCount) { key, count in
                // OpenSSL counts memory as `Parameters` does, so its own limit never decides.
                let result = EVP_PBE_scrypt(
                    characters.baseAddress,
                    characters.count,
                    salt,
                    salt.count,
                    parameters.n,
                    UInt64(parameters.r),
                    UInt64(parameters.p),
                    memoryLimitBytes,
                    key.baseAddress,
                    byteCount
                )
                systemInvariant(result == 1, "scrypt failed on checked parameters")
                count = byteCount
            }
        }
    }
}
