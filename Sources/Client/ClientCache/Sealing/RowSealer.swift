import CoreVocabulary
import Cryptography

/// Seals rows with AES-256-GCM, each bound to its place, so that none can be swapped or moved.
///
/// The key is derived from the storage key, which arrives at sign-in and is kept in memory only.
/// `AES256GCM.Key` describes how nonces stay unique, also across restarts.
struct RowSealer: Sendable {
    private static let hashByteCount = 16

    /// Purpose of the key; each purpose derives another key.
    enum Purpose: String {
        case record = "counterfoil.client-record.v1"
        case outbox = "counterfoil.client-outbox.v1"
        case sessions = "counterfoil.client-sessions.v1"
    }

    /// Kinds of rows; the number is the first byte of the associated data.
    enum Kind: UInt8 {
        case keyCheck = 1
        case chain = 2
        case entry = 3
        case account = 4
        case hold = 5
        case payee = 6
        case evidence = 7
        case outboxTransfer = 8
        case outboxProof = 9
        case outboxStatus = 10
        case state = 11
        case outboxStamp = 12
        case device = 13
        case generation = 14
        case recordMark = 15
        case seenEpoch = 16
        case checkedEpoch = 17
        case readEpoch = 18
        case session = 19
    }

    private let key: AES256GCM.Key
    private let hashKey: SharedSecret

    /// Derives the keys for a purpose.
    init(_ storageKey: SharedSecret, for purpose: Purpose) throws {
        key = try storageKey.withBytes { bytes in
            let derived = HKDF.deriveKey(from: bytes, info: Array(purpose.rawValue.utf8))
            return try derived.withBytes { try AES256GCM.Key($0) }
        }
        let copy = storageKey.duplicate()
        let derived = copy.withBytes { bytes in
            HKDF.deriveKey(from: bytes, info: Array("\(purpose.rawValue).hash".utf8))
        }
        hashKey = SharedSecret(derived)
    }

    /// Returns the associated data that binds a row to its kind and place.
    static func place(_ kind: Kind, _ parts: [UInt8]...) -> [UInt8] {
        var bytes = [kind.rawValue]
        for part in parts { bytes.append(contentsOf: part) }
        return bytes
    }

    /// Encrypts a row for its place.
    func seal(_ plaintext: [UInt8], at place: [UInt8]) -> [UInt8] {
        key.seal(plaintext, associatedData: place)
    }

    /// Opens a row; returns nil unless it was sealed under this key for this place.
    func open(_ sealed: [UInt8], at place: [UInt8]) -> [UInt8]? {
        key.open(sealed, associatedData: place)
    }

    /// Seals a number for the one row of its kind.
    func seal(_ number: UInt64, as kind: Kind) -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(number)
        return seal(encoder.bytes, at: Self.place(kind))
    }

    /// Opens a number; returns zero, below every true number, if it is missing or was altered.
    func number(in sealed: [UInt8]?, _ kind: Kind) -> UInt64 {
        guard let sealed, let bytes = open(sealed, at: Self.place(kind)) else { return 0 }
        var decoder = CanonicalDecoder(bytes)
        // A value of another length was altered.
        return (try? decoder.read(UInt64.self)) ?? 0
    }

    /// Text that is sealed in each database, to check the key with.
    private static let keyCheckText = Array("counterfoil".utf8)

    /// Seals the text that proves the key.
    func sealedKeyCheck() -> [UInt8] { seal(Self.keyCheckText, at: Self.place(.keyCheck)) }

    /// Returns true if a sealed text proves that it was sealed under this key.
    func provesKey(_ sealed: [UInt8]) -> Bool {
        open(sealed, at: Self.place(.keyCheck)) == Self.keyCheckText
    }

    /// Returns the keyed hash of a sealed row at its place, as counted in ``RowSums``.
    func hash(of sealed: [UInt8], at place: [UInt8]) -> UInt128 {
        var encoder = CanonicalEncoder()
        encoder.write(place)
        encoder.write(sealed)
        let message = encoder.bytes
        let code = hashKey.withBytes { HMAC.code(for: message, key: $0) }
        return code.prefix(Self.hashByteCount).reduce(0) { $0 << 8 | UInt128($1) }
    }
}
