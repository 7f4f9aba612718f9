import CoreVocabulary
public import Cryptography
import Glibc
import Synchronization

/// The keys that stay outside the database and seal the secrets in it.
///
/// A copy of the database alone gives nobody a code, a session or a cache. Each sealed value is
/// bound to its owner and purpose, so that two rows cannot be swapped, and says which key sealed
/// it: one key is current and seals, and those before it open what was not sealed anew yet.
/// Source: OWASP ASVS 5.0 11.3.3, 13.3.1 and 13.3.4.
public final class MasterKey: Sendable {
    /// Bytes in a key.
    public static let byteCount = AES256GCM.keyByteCount

    /// A key's number: 1 for the first, and the second since 1970 for those after it; never used again.
    public typealias Number = UInt32

    /// What a sealed value is for.
    public enum Purpose: String, Sendable, CaseIterable {
        /// The secret of an authenticator, bound to its user.
        case totpSecret = "totp-secret"
        /// The key of a user's records on consoles, bound to the user.
        case storageKey = "storage-key"
        /// The key under which codes are bound to transfers, bound to the session.
        case authorisationKey = "authorisation-key"
        /// A private key that signs access tokens, bound to the key's identifier.
        case signingKey = "signing-key"
        /// A key that makes refresh tokens unforgeable, bound to its identifier.
        case refreshKey = "refresh-key"
        /// A key that makes cursors unforgeable, bound to its identifier.
        case cursorKey = "cursor-key"
        /// Nothing at all, by which a key shows that it is the one of these books; bound to its
        /// number.
        case keyProof = "key-proof"
    }

    private struct Ring {
        var keys: [Number: LoadedMasterKey]
        var current: LoadedMasterKey
    }

    private let ring: Mutex<Ring>
    private let source: (any MasterKeySource)?

    /// Takes one key, which has the number 1.
    ///
    /// - Parameter key: 32 random bytes; the caller may wipe them afterwards.
    /// - Throws: `invalidKeyLength` for any other number of bytes.
    public convenience init(_ key: SharedSecret) throws(CryptographyError) {
        try self.init(current: 1, key)
    }

    /// Takes the current key; those before it are added with ``add(_:_:)``.
    ///
    /// - Parameters:
    ///   - number: Its number.
    ///   - key: 32 random bytes; the caller may wipe them afterwards.
    ///   - source: Asked for a key that a sealed value names and that is not here.
    /// - Throws: `invalidKeyLength` for any other number of bytes.
    public init(
        current number: Number,
        _ key: SharedSecret,
        source: (any MasterKeySource)? = nil
    ) throws(CryptographyError) {
        let loaded = try LoadedMasterKey(number, key)
        ring = Mutex(Ring(keys: [number: loaded], current: loaded))
        self.source = source
    }

    /// The number of the key that seals.
    public var currentNumber: Number { ring.withLock { $0.current.number } }

    /// The numbers of all keys that open, ascending.
    public var numbers: [Number] { ring.withLock { $0.keys.keys.sorted() } }

    /// Adds a key that opens; one that is there under its number stays.
    ///
    /// - Throws: `invalidKeyLength` unless there are 32 bytes.
    public func add(_ number: Number, _ key: SharedSecret) throws(CryptographyError) {
        let loaded = try LoadedMasterKey(number, key)
        ring.withLock { ring in
            if ring.keys[number] == nil { ring.keys[number] = loaded }
        }
    }

    /// Lets a key that was added seal from now on.
    public func makeCurrent(_ number: Number) {
        ring.withLock { ring in
            guard let key = ring.keys[number] else {
                invariantBroken("a key is added before it becomes the current one")
            }
            ring.current = key
        }
    }

    /// Forgets a key under which nothing is sealed any more.
    ///
    /// Who read a row before it was sealed anew may still be about to open it: call this when every
    /// request of that time has ended.
    public func forget(_ number: Number) {
        ring.withLock { ring in
            invariant(ring.current.number != number, "the current key is not forgotten")
            ring.keys[number] = nil
        }
    }

    /// Seals a secret under the current key.
    ///
    /// To be called inside the database transaction that keeps the value: a key is retired in a
    /// transaction that finds nothing sealed under it, and nothing may be on its way then.
    func seal(_ plaintext: [UInt8], _ purpose: Purpose, ownerBits: UInt128) -> [UInt8] {
        ring.withLock { $0.current }.seal(plaintext, purpose, ownerBits: ownerBits)
    }

    /// What the books are to know of a key that was added.
    func record(of number: Number, at instant: Instant) -> MasterKeyRecord {
        guard let key = ring.withLock({ $0.keys[number] }) else {
            invariantBroken("a key is added before it begins")
        }
        return MasterKeyRecord(
            number: number,
            proof: key.seal([], .keyProof, ownerBits: UInt128(number)),
            beganAt: instant
        )
    }

    /// Opens what ``seal(_:_:ownerBits:)`` made for the same owner and purpose; nil otherwise.
    ///
    /// The plaintext is moved into locked memory and its first copy wiped.
    func open(_ sealed: [UInt8], _ purpose: Purpose, ownerBits: UInt128) -> SharedSecret? {
        if let number = SealedHeader(of: sealed)?.number, let key = key(number),
            let secret = key.open(sealed, purpose, ownerBits: ownerBits)
        {
            return secret
        }
        // Before keys had numbers there was one, and values without a header.
        return key(SealedHeader.firstNumber)?
            .openWithoutHeader(sealed, purpose, ownerBits: ownerBits)
    }

    /// 128 bits that stand for something which is counted and not kept, such as a name.
    ///
    /// Another current key has others.
    func indexBits(of bytes: [UInt8]) -> UInt128 {
        ring.withLock { $0.current }.indexBits(of: bytes)
    }

    private func key(_ number: Number) -> LoadedMasterKey? {
        if let key = ring.withLock({ $0.keys[number] }) { return key }
        // A key of the wrong length is no key; what it should open stays shut.
        guard let found = source?.masterKey(number), (try? add(number, found)) != nil else {
            return nil
        }
        return ring.withLock { $0.keys[number] }
    }
}

/// Where keys are looked up that a ring does not hold, because they are newer than it.
public protocol MasterKeySource: Sendable {
    /// The key with a number; nil when there is none.
    func masterKey(_ number: MasterKey.Number) -> SharedSecret?
}

/// Overwrites bytes in a way that no optimiser removes.
func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { buffer in
        guard let start = buffer.baseAddress else { return }
        explicit_bzero(start, buffer.count)
    }
}
