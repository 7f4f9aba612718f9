package import CoreVocabulary
package import Cryptography

/// Row of the audit log: actor, action, object and result.
///
/// It never has a name, no amount except the limits of an account, and no account number except
/// that of an account that was not opened. The rows are chained: `hash(n) = SHA-256(0x21 ‖
/// hash(n-1) ‖ SHA-256(0x20 ‖ line))`, and `hash(0)` is all zeros.
package struct AuditRow: Hashable, Sendable {
    /// Audited action; the numbers are never changed or reused.
    package enum Action: UInt16, Hashable, Sendable, CaseIterable {
        /// A user was added; the object is the user, and the note is the role.
        case userAdded = 1
        /// An account was opened, or the ledger refused to open it; the object is the account.
        ///
        /// The detail has the limits, or the number of the account that was not opened.
        case accountOpened = 2
        /// Access was granted, changed or revoked; the object is the account.
        ///
        /// The row names the user, the new access and the access before.
        case accessChanged = 3
        /// A payee was added, renamed or removed; the object is the payee's account.
        ///
        /// The row names the user, and says if the payee was and is on the list.
        case payeeChanged = 4
        /// The bank posted journals, or all of them were refused; the object is the first one.
        case journalsPosted = 5
        /// Pending transfers expired; the object is the first transfer.
        case pendingsExpired = 6
        /// A user tried to sign in; the object is the session, if one was opened.
        case signIn = 7
        /// A user signed out; the object is the session.
        case signOut = 8
        /// A transfer was decided; the object is the intent's key.
        case intentDecided = 9
        /// A code did not authorise a transfer; the object is the intent's key.
        case authorisationRefused = 10
        /// A user ended one of their other sessions; the object is the session.
        case sessionEndedByUser = 11
        /// The administration ended a session; the object is the session.
        case sessionRevoked = 12
        /// A refresh token was used twice, and its session ended; the object is the session.
        case refreshTokenReused = 13
        /// A session was ended to make room for a new one; the object is the session that ended.
        case sessionDisplaced = 14
        /// A user was disabled; the object is the user.
        case userDisabled = 15
        /// A disabled user was enabled; the object is the user.
        case userEnabled = 16
        /// The delay after a user's failed sign-ins was lifted; the object is the user.
        case userUnlocked = 17
        /// A user's authenticator was replaced; the object is the user.
        case totpReset = 18
        /// A user's role changed; the object is the user.
        ///
        /// The row has the new role and the role before.
        case roleChanged = 19
        /// A terminal was revoked; the object is the first 128 bits of the SHA-256 of its name.
        case terminalRevoked = 20
        /// A signing key for access tokens became current; the object is the key.
        case signingKeyBegun = 21
        /// A console was ordered to destroy what it holds; the object is its session, or the user.
        case wipeOrdered = 22
        /// A console confirmed that it destroyed what it held; the object is its session, or the
        /// user.
        case consoleWiped = 23
        /// A master key began to seal; the object is its number.
        case masterKeyBegun = 40
        /// A master key that seals nothing any more was retired; the object is its number.
        case masterKeyRetired = 41
        /// The books were restored from a backup and a new epoch began; the object is the epoch.
        case booksRestored = 42
        /// The operator accepted the machine's clock; there is no object.
        case clockAccepted = 43
        /// A console had seen more of this epoch than the books contain; the object is the console,
        /// if known, with one row a day for each.
        case syncRollbackDetected = 50
        /// A console was seen for the first time; the object is the console.
        case deviceRegistered = 51
        /// A stamp has a bad signature, a reused number or a wrong predecessor; the object is the
        /// intent's key.
        case deviceSequenceBroken = 52
        /// An intent key was reused for another transfer; the object is the intent's key.
        case intentMismatched = 53
        /// An intent was cancelled before it was decided; the object is the intent's key.
        case intentCancelled = 54
        /// Entries that the books lack or have differently were stored; the object is their account.
        case evidenceSubmitted = 55
        /// An account was closed, or the ledger refused to close it; the object is the account.
        case accountClosed = 60
        /// The limits of an account were changed, or the change was refused; the object is the
        /// account, and the detail has the new limits and those before.
        case limitsChanged = 61
        /// A user's password was replaced; the object is the user.
        case passwordChanged = 62
    }

    /// Result of an audited action; the numbers are never changed or reused.
    package enum Result: UInt16, Hashable, Sendable, CaseIterable {
        /// The action was carried out.
        case done = 1
        /// The action was refused.
        case refused = 2
        /// The action was not judged, because too many tries came before; one row for each delay.
        case delayed = 3
    }

    private static let rowTag: UInt8 = 0x20
    private static let chainTag: UInt8 = 0x21
    private static let canonicalVersion: UInt8 = 1
    /// Version of a row with a concerned user or a note, which came after the first release.
    private static let notedVersion: UInt8 = 2

    /// The row's place in the log: 1, 2, 3 … without gaps.
    package let number: Int64
    /// The time of the action.
    package let at: Instant
    /// The user who did it; nil for the bank itself and for anybody who is not signed in.
    package let actor: UserID?
    /// The action that was audited.
    package let action: Action
    /// The 128 bits of the object's identifier, if there is one.
    package let objectBits: UInt128?
    /// The result of the action.
    package let result: Result
    /// The number of objects of the row, 1 or more.
    package let count: Int64
    /// A digest of the row's objects beyond the first, or an encoded fact: see ``told``.
    package let detail: Digest256?
    /// The user concerned, if the object belongs to them.
    package let concernedID: UserID?
    /// The access or role that was given, or the rule that was broken.
    package let note: AuditNote?

    /// Creates a row from its parts.
    package init(
        number: Int64,
        at: Instant,
        actor: UserID?,
        action: Action,
        objectBits: UInt128?,
        result: Result,
        count: Int64,
        detail: Digest256?,
        concernedID: UserID? = nil,
        note: AuditNote? = nil
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.action = action
        self.objectBits = objectBits
        self.result = result
        self.count = count
        self.detail = detail
        self.concernedID = concernedID
        self.note = note
    }

    /// Returns the object bits of a terminal: the first 128 bits of the hash of its name.
    package static func objectBits(ofTerminal name: String) -> UInt128 {
        SHA256.digest(of: Array(name.utf8)).bytes.prefix(16)
            .reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }

    /// The canonical encoding that is hashed into the chain.
    package var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder()
        let isNoted = concernedID != nil || note != nil
        encoder.write(isNoted ? Self.notedVersion : Self.canonicalVersion)
        encoder.write(number)
        encoder.write(at)
        encoder.write(optional: actor) { $0.write($1) }
        encoder.write(action.rawValue)
        encoder.write(optional: objectBits) { $0.write($1) }
        encoder.write(result.rawValue)
        encoder.write(count)
        encoder.write(optional: detail) { $0.write($1.bytes) }
        if isNoted {
            encoder.write(optional: concernedID) { $0.write($1) }
            encoder.write(optional: note) { $0.write($1.code) }
        }
        return encoder.bytes
    }

    /// Returns the hash of the chain after this row.
    package func chained(after previous: Digest256) -> Digest256 {
        let rowHash = SHA256.digest(of: [Self.rowTag] + canonicalBytes)
        return SHA256.digest(of: [Self.chainTag] + previous.bytes + rowHash.bytes)
    }
}
