public import CoreVocabulary
public import Cryptography

/// One line of the audit log: who did what to which object, and how it ended.
///
/// Never a name, and no amount but the limits of an account; no number but the one that an account
/// that was not opened was to have. The lines are chained:
/// `hash(n) = SHA-256(0x21 ‖ hash(n-1) ‖ SHA-256(0x20 ‖ line))`, and `hash(0)` is all zeros.
public struct AuditRow: Hashable, Sendable {
    /// What was done; the numbers are never changed or used again.
    public enum Action: UInt16, Hashable, Sendable, CaseIterable {
        /// A user was added; the object is the user, and the line says in which role.
        case userAdded = 1
        /// An account was opened; the object is the account, and the line says with which limits, or
        /// which number it was to have.
        case accountOpened = 2
        /// Access was given, changed or taken away; the object is the account, and the line says
        /// whose, which, and which it was before.
        case accessChanged = 3
        /// A payee was added, changed or removed; the object is the payee's account, and the line
        /// says whose, and which of the three.
        case payeeChanged = 4
        /// Journals were posted by the bank itself, or all of them refused; the object is the first
        /// journal.
        case journalsPosted = 5
        /// Pending transfers ran out of time; the object is the first transfer.
        case pendingsExpired = 6
        /// Somebody asked to sign in; the object is the session, if there is one.
        case signIn = 7
        /// A session was ended; the object is the session.
        case signOut = 8
        /// A transfer was decided; the object is the intent's key.
        case intentDecided = 9
        /// A code did not authorise a transfer; the object is the intent's key.
        case authorisationRefused = 10
        /// A user ended one of their other sessions; the object is the session.
        case sessionEndedByUser = 11
        /// The administration ended a session; the object is the session.
        case sessionRevoked = 12
        /// A refresh token that was spent was shown again, and its session ended; the object is
        /// the session.
        case refreshTokenReused = 13
        /// A session gave way to a new one; the object is the one that ended.
        case sessionDisplaced = 14
        /// A user may not be here any more; the object is the user.
        case userDisabled = 15
        /// A disabled user may be here again; the object is the user.
        case userEnabled = 16
        /// The delay that failed sign-ins had earned a user was lifted; the object is the user.
        case userUnlocked = 17
        /// A user was given another authenticator; the object is the user.
        case totpReset = 18
        /// A user's role changed; the object is the user, and the line says to which, and from
        /// which.
        case roleChanged = 19
        /// A terminal is not to be trusted any more; the object is the beginning of the SHA-256
        /// of its name.
        case terminalRevoked = 20
        /// Another key signs access tokens from now on; the object is the key.
        case signingKeyBegun = 21
        /// A console was told to destroy what it holds; the object is its session, or the user.
        case wipeOrdered = 22
        /// A console told that it has destroyed what it held; the object is its session, or the
        /// user.
        case consoleWiped = 23
        /// A master key began to seal; the object is its number.
        case masterKeyBegun = 40
        /// A master key under which nothing is sealed any more was retired; the object is its
        /// number.
        case masterKeyRetired = 41
        /// The books were put back from a backup and a new epoch began; the object is the epoch.
        case booksRestored = 42
        /// The operator took the machine's clock for right; there is no object.
        case clockAccepted = 43
        /// A console had seen more of this epoch than the books hold; the object is the console, if
        /// it is known. One line a day for each.
        case syncRollbackDetected = 50
        /// A console was seen for the first time; the object is the console.
        case deviceRegistered = 51
        /// A stamp was not signed by its console, bears a number that another one has, or does not
        /// follow the one before it; the object is the intent's key.
        case deviceSequenceBroken = 52
        /// A key came again for something else; the object is the intent's key.
        case intentMismatched = 53
        /// A key was taken back before it was decided; the object is the intent's key.
        case intentCancelled = 54
        /// A user's console submitted entries that the books lack or tell otherwise, and they were
        /// kept; the object is their account.
        case evidenceSubmitted = 55
        /// An account was closed; the object is the account.
        case accountClosed = 60
        /// The limits of an account were changed; the object is the account, and the line says to
        /// which, and from which.
        case limitsChanged = 61
        /// A user was given another password; the object is the user.
        case passwordChanged = 62
    }

    /// How it ended; the numbers are never changed or used again.
    public enum Result: UInt16, Hashable, Sendable, CaseIterable {
        /// It was done.
        case done = 1
        /// It was refused.
        case refused = 2
        /// It was not even judged, because too many tries came before; one line for each delay.
        case delayed = 3
    }

    private static let rowTag: UInt8 = 0x20
    private static let chainTag: UInt8 = 0x21
    private static let canonicalVersion: UInt8 = 1
    /// That of a line that says more than the lines of the first release.
    private static let notedVersion: UInt8 = 2

    /// Its place in the log: 1, 2, 3 … without gaps.
    public let number: Int64
    /// When.
    public let at: Instant
    /// The user who did it; nil for the bank itself and for whoever is not signed in.
    public let actor: UserID?
    /// What was done.
    public let action: Action
    /// The 128 bits of the object's identifier, if there is one.
    public let objectBits: UInt128?
    /// How it ended.
    public let result: Result
    /// How many objects the line stands for, 1 or more.
    public let count: Int64
    /// Binds what the line stands for beyond its first object, if there is more, or tells a fact: see
    /// ``told``.
    public let detail: Digest256?
    /// The user whom it concerns, where the object is something of theirs.
    public let concernedID: UserID?
    /// The access or role that was given, or the rule for which it was refused.
    public let note: AuditNote?

    /// Makes a line from its parts.
    public init(
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

    /// The object bits of a terminal: the first 128 bits of the hash of its name.
    public static func objectBits(ofTerminal name: String) -> UInt128 {
        SHA256.digest(of: Array(name.utf8)).bytes.prefix(16)
            .reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }

    /// The one byte form.
    public var canonicalBytes: [UInt8] {
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

    /// The chain's hash after this line.
    public func chained(after previous: Digest256) -> Digest256 {
        let rowHash = SHA256.digest(of: [Self.rowTag] + canonicalBytes)
        return SHA256.digest(of: [Self.chainTag] + previous.bytes + rowHash.bytes)
    }
}
