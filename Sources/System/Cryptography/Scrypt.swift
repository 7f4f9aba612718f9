import COpenSSL

/// Password hashing with scrypt, which costs memory as well as time.
///
/// Source: RFC 7914.
///
/// OpenSSL has no Argon2 before 3.2; docs/decisions/0002-openssl.md explains the choice.
package enum Scrypt {
    /// Maximum memory of one hash: 256 MiB.
    ///
    /// Stored parameters are input: without this limit a forged record could exhaust the host. A
    /// caller that runs hashes concurrently also limits their number.
    package static let memoryLimitBytes: UInt64 = 256 << 20

    /// Cost parameters of one hash: memory about 128 · N · r bytes, time about N · r · p.
    package struct Parameters: Hashable, Sendable {
        /// The standard parameters N = 2^15, r = 8, p = 3: 32 MiB.
        ///
        /// The OWASP Password Storage Cheat Sheet counts this setting as equal to N = 2^17, p = 1.
        /// It needs a quarter of the memory, which matters because the demo's bank shares its
        /// process with the console.
        package static let standard = Parameters(uncheckedN: 1 << 15, r: 8, p: 3)
        /// Weak parameters N = 2^10, r = 8, p = 1: 1 MiB.
        ///
        /// They are for tests and for fixture users whose passwords are public.
        package static let weakForTests = Parameters(uncheckedN: 1 << 10, r: 8, p: 1)

        /// The CPU and memory cost N, a power of two.
        package let n: UInt64
        /// The block size parameter r.
        package let r: UInt32
        /// The parallelisation parameter p.
        package let p: UInt32

        /// Creates checked parameters, which may come from outside.
        ///
        /// - Throws: `invalidScryptParameters` unless N is a power of two above 1 and below 2^(16 ·
        ///   r), r and p are at least 1, and r · p is below 2^30 (RFC 7914 §2 and §6);
        ///   `scryptMemoryLimitExceeded` if they need more than ``memoryLimitBytes``.
        package init(n: UInt64, r: UInt32, p: UInt32) throws(CryptographyError) {
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

        // Memory as OpenSSL counts it: p blocks, N blocks and two more for mixing; nil on overflow.
        private var memoryBytes: UInt64? {
            let block = 128 * UInt64(r)
            let (blocks, overflow) = n.addingReportingOverflow(UInt64(p) + 2)
            let (bytes, secondOverflow) = blocks.multipliedReportingOverflow(by: block)
            return overflow || secondOverflow ? nil : bytes
        }
    }

    /// Derives a key from a password and a salt.
    ///
    /// It takes tens to hundreds of milliseconds on purpose. Never call it on the thread that draws
    /// the screen. The salt of a stored hash has at least 16 random bytes. Borrow the password from a
    /// ``Secret``, and keep or compare the key in one place only.
    package static func deriveKey(
        password: Span<UInt8>,
        salt: [UInt8],
        parameters: Parameters = .standard,
        byteCount: Int = 32
    ) -> [UInt8] {
        password.withUnsafeBytes { password in
            let characters = password.bindMemory(to: CChar.self)
            return [UInt8](unsafeUninitializedCapacity: byteCount) { key, count in
                // OpenSSL counts memory as `Parameters` does, so its own limit never applies.
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
