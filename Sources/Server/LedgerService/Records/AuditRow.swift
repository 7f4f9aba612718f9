public import CoreVocabulary
public import Cryptography

/// One line of the audit log: who did what to which object, and how it ended.
///
/// Never an amount, a name or a number. The lines are chained:
/// `hash(n) = SHA-256(0x21 ‖ hash(n-1) ‖ SHA-256(0x20 ‖ line))`, and `hash(0)` is all zeros.
public struct AuditRow: Hashable, Sendable {
    /// What was done; the numbers are never changed or used again.
    public enum Action: UInt16, Hashable, Sendable, CaseIterable {
        /// A user was added; the object is the user.
        case userAdded = 1
        /// An account was opened; the object is the account.
        case accountOpened = 2
        /// Access was given, changed or taken away; the object is the account.
        case accessChanged = 3
        /// A payee was added, changed or removed; the object is the payee's account.
        case payeeChanged = 4
        /// Journals were posted by the bank itself; the object is the first journal.
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
    }

    /// How it ended; the numbers are never changed or used again.
    public enum Result: UInt16, Hashable, Sendable, CaseIterable {
        /// It was done.
        case done = 1
        /// It was refused.
        case refused = 2
        /// It was not even judged, because too many tries came before.
        case delayed = 3
    }

    private static let rowTag: UInt8 = 0x20
    private static let chainTag: UInt8 = 0x21
    private static let canonicalVersion: UInt8 = 1

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
    /// Binds what the line stands for beyond its first object, if there is more.
    public let detail: Digest256?

    /// Makes a line from its parts.
    public init(
        number: Int64,
        at: Instant,
        actor: UserID?,
        action: Action,
        objectBits: UInt128?,
        result: Result,
        count: Int64,
        detail: Digest256?
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.action = action
        self.objectBits = objectBits
        self.result = result
        self.count = count
        self.detail = detail
    }

    /// The one byte form.
    public var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(Self.canonicalVersion)
        encoder.write(number)
        encoder.write(at)
        encoder.write(optional: actor) { $0.write($1) }
        encoder.write(action.rawValue)
        encoder.write(optional: objectBits) { $0.write($1) }
        encoder.write(result.rawValue)
        encoder.write(count)
        encoder.write(optional: detail) { $0.write($1.bytes) }
        return encoder.bytes
    }

    /// The chain's hash after this line.
    public func chained(after previous: Digest256) -> Digest256 {
        let rowHash = SHA256.digest(of: [Self.rowTag] + canonicalBytes)
        return SHA256.digest(of: [Self.chainTag] + previous.bytes + rowHash.bytes)
    }
}
