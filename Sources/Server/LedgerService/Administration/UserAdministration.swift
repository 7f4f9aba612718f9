import CoreVocabulary
import Cryptography
import IdentityCore

/// Adds users and changes what the bank knows of them.
struct UserAdministration: BankService {
    /// Length in bytes of the key that seals a user's records on consoles.
    private static let storageKeyByteCount = 32

    let resources: BankResources

    /// Adds a user, who may then sign in, and returns the identifier.
    ///
    /// - Throws: ``BankError`` if one of the names or the password breaks a rule, the name is
    ///   taken, or the authenticator's secret is too short; ``BankBusy`` if too many wait for a
    ///   hash.
    func add(_ new: NewUser) async throws -> UserID {
        let name: UserName
        do {
            name = try UserName(new.name)
        } catch {
            throw BankError(.userNameRefused(error))
        }
        if let refusal = ShownName.refusal(of: new.displayName) {
            throw BankError(.nameRefused(refusal))
        }
        try check(new.password, ofUserNamed: name.text, displayName: new.displayName)
        guard new.totpSecret.count >= TOTP.leastSecretByteCount else {
            throw BankError(.totpSecretTooShort)
        }
        let id = new.id ?? UserID.version7(at: context.clock.now(), random: context.random.bits())
        let hashed = try await resources.hasher.hashInTurn(new.password)
        let now = context.clock.now()
        let storageKey = context.random.bytes(Self.storageKeyByteCount)
        try await commits.run { [masterKey = context.masterKey] transaction in
            guard try transaction.user(named: name.text) == nil else {
                throw BankError(.userNameTaken)
            }
            try transaction.insert(
                UserRecord(
                    id: id,
                    name: name.text,
                    displayName: new.displayName,
                    role: new.role,
                    password: hashed,
                    totp: new.totp,
                    sealedTOTPSecret: masterKey.seal(
                        new.totpSecret.revealedBytes,
                        .totpSecret,
                        ownerBits: id.rawValue
                    ),
                    sealedStorageKey: masterKey.seal(
                        storageKey,
                        .storageKey,
                        ownerBits: id.rawValue
                    ),
                    addedAt: now
                )
            )
            try transaction.audit(.userAdded, of: id.rawValue, at: now, note: .role(new.role))
        }
        return id
    }

    /// Checks a new password against the rules, and throws the first one that it breaks.
    func check(
        _ password: SharedSecret,
        ofUserNamed name: String,
        displayName: String
    ) throws(BankError) {
        let words = [name] + displayName.split(separator: " ").map(String.init)
        let policy = PasswordPolicy(contextWords: words)
        let copy = password.duplicate()
        let refusal = copy.withBytes { policy.refusal(of: $0) { _ in false } }
        if let refusal { throw BankError(.passwordRefused(refusal)) }
    }
}
