import CoreVocabulary
import Cryptography

/// Seals and opens the two secret parts of a ``LeaseFile`` under a password's hash.
struct LeaseSeal: Sendable {
    private enum Part: UInt8 {
        case key = 1
        case facts = 2
    }

    private let key: AES256GCM.Key
    private let bound: [UInt8]

    /// Creates a seal for a user and a salt; returns nil unless the key has 32 bytes.
    init?(wrapKey: SharedSecret, userID: UserID, salt: [UInt8]) {
        // The only error is a key of another length.
        guard let key = try? AES256GCM.Key(wrapKey) else { return nil }
        self.key = key
        bound = userID.bytes + salt
    }

    func sealed(key storageKey: SharedSecret) -> [UInt8] {
        // Sealing needs an array, which is released after the call.
        seal(storageKey.byteArray, .key)
    }

    func sealed(_ facts: LeaseFacts) -> [UInt8] {
        seal(facts.bytes, .facts)
    }

    /// Opens both parts; returns nil unless they were sealed under this key for this user.
    func open(_ file: LeaseFile) -> (storageKey: SharedSecret, facts: LeaseFacts)? {
        guard let opened = open(file.sealedKey, .key), let bytes = open(file.sealedFacts, .facts),
            let facts = LeaseFacts(bytes)
        else { return nil }
        return (SharedSecret(copying: opened.span), facts)
    }

    private func seal(_ plaintext: [UInt8], _ part: Part) -> [UInt8] {
        key.seal(plaintext, associatedData: [part.rawValue] + bound)
    }

    private func open(_ sealed: [UInt8], _ part: Part) -> [UInt8]? {
        key.open(sealed, associatedData: [part.rawValue] + bound)
    }
}

/// A session's lease, kept in memory to write it again.
struct HeldLease: Sendable {
    /// The name that the user signed in with.
    let userName: String
    /// The file as last written.
    var file: LeaseFile
    /// Seal for writing it again; nil for a session without the bank, which extends nothing.
    let seal: LeaseSeal?
}
