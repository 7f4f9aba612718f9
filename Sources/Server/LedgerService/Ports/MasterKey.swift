import CoreVocabulary
package import Cryptography
import Glibc
import Synchronization

/// Key ring of master keys, which stay outside the database and seal the secrets in it.
///
/// A copy of the database alone reveals no code, session or cache. Each sealed value is bound to
/// its owner and purpose, so that two rows cannot be swapped, and names the key that sealed it. One
/// key is current and seals. The earlier ones open values that were not resealed yet.
/// Source: OWASP ASVS 5.0 11.3.3, 13.3.1 and 13.3.4.
package final class MasterKey: Sendable {
    /// Length of a key in bytes.
    package static let byteCount = AES256GCM.keyByteCount

    /// Number of a key: 1 for the first, and the Unix time in seconds for later ones; never reused.
    package typealias Number = UInt32

    /// Purpose of a sealed value.
    package enum Purpose: String, Sendable, CaseIterable {
        /// The secret of an authenticator, bound to its user.
        case totpSecret = "totp-secret"
        /// The key of a user's records on consoles, bound to the user.
        case storageKey = "storage-key"
        /// The key with which a session's codes are bound to transfers, bound to the session.
        case authorisationKey = "authorisation-key"
        /// The private half of a key for access tokens, bound to the key's identifier.
        case signingKey = "signing-key"
        /// The key that authenticates a session's refresh tokens, bound to the session.
        case refreshKey = "refresh-key"
        /// A key that authenticates cursors, bound to its identifier.
        case cursorKey = "cursor-key"
        /// An empty value that proves that a key belongs to these books, bound to the key's number.
        case keyProof = "key-proof"
    }

    private struct Ring {
        var keys: [Number: LoadedMasterKey]
        var current: LoadedMasterKey
    }

    private let ring: Mutex<Ring>
    private let source: (any MasterKeySource)?

    /// Creates a ring of one key of 32 bytes, with the number 1; the caller may wipe the bytes.
    package convenience init(_ key: SharedSecret) throws(CryptographyError) {
        try self.init(current: 1, key)
    }

    /// Creates a ring of the current key; earlier ones are added with ``add(_:_:)``.
    ///
    /// The caller may wipe the key. The source is asked for a key that the ring lacks.
    package init(
        current number: Number,
        _ key: SharedSecret,
        source: (any MasterKeySource)? = nil
    ) throws(CryptographyError) {
        let loaded = try LoadedMasterKey(number, key)
        ring = Mutex(Ring(keys: [number: loaded], current: loaded))
        self.source = source
    }

    /// The number of the current key, which seals.
    package var currentNumber: Number { ring.withLock { $0.current.number } }

    /// The numbers of all keys in the ring, ascending.
    package var numbers: [Number] { ring.withLock { $0.keys.keys.sorted() } }

    /// Adds a key of 32 bytes for opening; an existing key with the same number is kept.
    package func add(_ number: Number, _ key: SharedSecret) throws(CryptographyError) {
        let loaded = try LoadedMasterKey(number, key)
        ring.withLock { ring in
            if ring.keys[number] == nil { ring.keys[number] = loaded }
        }
    }

    /// Makes a key that was added the current one, which seals from now on.
    package func makeCurrent(_ number: Number) {
        ring.withLock { ring in
            guard let key = ring.keys[number] else {
                invariantBroken("a key is added before it becomes the current one")
            }
            ring.current = key
        }
    }

    /// Removes a key that seals nothing any more.
    ///
    /// A request that read a row before it was resealed may still be about to open it. Call this
    /// after every request of that time has ended.
    package func forget(_ number: Number) {
        ring.withLock { ring in
            invariant(ring.current.number != number, "the current key is not forgotten")
            ring.keys[number] = nil
        }
    }

    /// Seals a secret under the current key.
    ///
    /// Call it inside the database transaction that stores the value. A key is retired in a
    /// transaction that finds nothing sealed under it, so no sealed value may be outside a
    /// transaction at that time.
    func seal(_ plaintext: [UInt8], _ purpose: Purpose, ownerBits: UInt128) -> [UInt8] {
        ring.withLock { $0.current }.seal(plaintext, purpose, ownerBits: ownerBits)
    }

    /// Returns the record for the books of a key that was added.
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

    /// Opens a value that ``seal(_:_:ownerBits:)`` sealed for the same owner and purpose, into
    /// locked memory; returns nil otherwise.
    func open(_ sealed: [UInt8], _ purpose: Purpose, ownerBits: UInt128) -> SharedSecret? {
        if let number = SealedHeader(of: sealed)?.number, let key = key(number),
            let secret = key.open(sealed, purpose, ownerBits: ownerBits)
        {
            return secret
        }
        // Before keys had numbers, there was one key, and values had no header.
        return key(SealedHeader.firstNumber)?
            .openWithoutHeader(sealed, purpose, ownerBits: ownerBits)
    }

    /// Opens a value like ``open(_:_:ownerBits:)``, or throws ``SealBroken``.
    func reveal(_ sealed: [UInt8], _ purpose: Purpose, ownerBits: UInt128) throws -> SharedSecret {
        guard let secret = open(sealed, purpose, ownerBits: ownerBits) else { throw SealBroken() }
        return secret
    }

    /// Returns a keyed hash of 128 bits, to count something by a value that is not stored, such as
    /// a name; it changes with the current key.
    func indexBits(of bytes: [UInt8]) -> UInt128 {
        ring.withLock { $0.current }.indexBits(of: bytes)
    }

    private func key(_ number: Number) -> LoadedMasterKey? {
        if let key = ring.withLock({ $0.keys[number] }) { return key }
        // A key of the wrong length is rejected, and the value stays sealed.
        guard let found = source?.masterKey(number), (try? add(number, found)) != nil else {
            return nil
        }
        return ring.withLock { $0.keys[number] }
    }
}

/// Source of keys that are newer than a ring.
package protocol MasterKeySource: Sendable {
    /// Returns the key with a number; nil if there is none.
    func masterKey(_ number: MasterKey.Number) -> SharedSecret?
}

/// Error for a sealed value that does not open, because of another master key or a changed row.
struct SealBroken: Error, CustomStringConvertible {
    let description = "A sealed secret does not open under the master key."
}

/// Overwrites bytes with zeros in a way that the optimiser cannot remove.
func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { buffer in
        guard let start = buffer.baseAddress else { return }
        explicit_bzero(start, buffer.count)
    }
}
