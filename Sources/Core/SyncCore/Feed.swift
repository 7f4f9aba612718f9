public import CoreVocabulary

/// A place in the feed of committed changes: everything up to it has been applied.
///
/// The epoch changes when the bank is restored from an older copy; positions of two epochs cannot
/// be compared.
public struct Cursor: Hashable, Sendable {
    /// Which life of the bank's record the position belongs to.
    public let epoch: UInt64
    /// The last change applied; zero before the first.
    public let feedSequence: Int64
    /// Which accounts the user could see: the number in the feed of the last grant or its end.
    public let scopeVersion: Int64
    /// What the bank signs a position with for one user; it takes back none that it did not make.
    public let mac: UInt128

    /// Makes a cursor.
    public init(epoch: UInt64, feedSequence: Int64, scopeVersion: Int64 = 0, mac: UInt128 = 0) {
        self.epoch = epoch
        self.feedSequence = feedSequence
        self.scopeVersion = scopeVersion
        self.mac = mac
    }

    /// Whether this is the same place of the same epoch as another, or a later one.
    func hasReached(_ other: Cursor) -> Bool {
        epoch == other.epoch && feedSequence >= other.feedSequence
    }
}

/// One committed change, as a user with access is told of it.
public enum FeedChange: Hashable, Sendable {
    /// An account as it now is; also the first time the user sees it.
    case account(AccountRecord)
    /// A new entry.
    case entry(EntryRecord)
    /// A hold as it now is.
    case hold(HoldRecord)
    /// A payee as it now is.
    case payee(PayeeRecord)
    /// A decision about something the user asked for.
    case decision(IntentDecision)
    /// The user may no longer see an account.
    case accessRevoked(AccountID)

    /// The one byte form: a tag, then the bytes of the record.
    public var canonicalBytes: [UInt8] {
        switch self {
        case .account(let record): [1] + record.canonicalBytes
        case .entry(let record): [2] + record.canonicalBytes
        case .hold(let record): [3] + record.canonicalBytes
        case .payee(let record): [4] + record.canonicalBytes
        case .decision(let record): [5] + record.canonicalBytes
        case .accessRevoked(let accountID): [6] + accountID.bytes
        }
    }

    /// Reads the byte form.
    ///
    /// - Throws: ``CanonicalDecodingError`` for anything that ``canonicalBytes`` would not print.
    public init(canonicalBytes bytes: [UInt8]) throws(CanonicalDecodingError) {
        let rest = bytes.dropFirst()
        switch bytes.first {
        case 1: self = .account(try AccountRecord(canonicalBytes: rest))
        case 2: self = .entry(try EntryRecord(canonicalBytes: rest))
        case 3: self = .hold(try HoldRecord(canonicalBytes: rest))
        case 4: self = .payee(try PayeeRecord(canonicalBytes: rest))
        case 5: self = .decision(try IntentDecision(canonicalBytes: rest))
        case 6:
            guard let accountID = AccountID(bytes: rest) else { throw .invalidValue }
            self = .accessRevoked(accountID)
        case nil: throw .truncated
        default: throw .invalidValue
        }
    }
}

/// Changes in the order in which they were committed; ends where a journal ends.
public struct FeedBatch: Hashable, Sendable {
    /// The most changes in a batch; a journal's changes stay together even beyond it.
    public static let changeLimit = 2_000

    /// What the changes come after: whoever stands elsewhere has missed something; nil from the
    /// beginning.
    public let after: Cursor?
    /// The changes after the cursor that was asked for.
    public let changes: [FeedChange]
    /// Where the batch ends.
    public let cursor: Cursor
    /// Where the feed ended when the batch was made.
    public let head: Cursor

    /// Makes a batch.
    public init(changes: [FeedChange], after: Cursor? = nil, cursor: Cursor, head: Cursor) {
        self.after = after
        self.changes = changes
        self.cursor = cursor
        self.head = head
    }

    /// Whether nothing was left in the feed when the batch was made.
    public var reachesHead: Bool { cursor == head }
}
