public import CoreVocabulary
public import Cryptography
public import SyncCore

/// The rows of a record inside one transaction, as ``RecordKeeper`` works on them.
///
/// An adapter brings these small steps; what they are used for is the same in every adapter.
public protocol RecordRows {
    /// The most findings that are kept about one account.
    var evidenceLimit: Int { get }

    /// Where the record stands.
    func state() throws -> RecordState
    /// Writes where the record stands; its doubts, and what was not kept, have rows of their own.
    mutating func setState(_ state: RecordState) throws

    /// How far an account's chain goes; nil for an account without entries.
    func chain(of accountID: AccountID) throws -> ChainRow?
    /// Every chain, in the order of the accounts' identifiers.
    func chains() throws -> [ChainRow]
    /// Writes how far an account's chain goes.
    mutating func putChain(_ row: ChainRow) throws

    /// Forgets how far an account's chain goes; its entries stay.
    mutating func removeChain(of accountID: AccountID) throws

    /// The entry at a place, whether or not it can be opened.
    func entry(of accountID: AccountID, at sequence: Int64) throws -> StoredEntry?
    /// Writes an entry; whatever stood at its place is overwritten.
    mutating func putEntry(
        of accountID: AccountID,
        at sequence: Int64,
        canonicalBytes: [UInt8],
        chainHash: Digest256
    ) throws
    /// The first entry after a place.
    func nextEntry(of accountID: AccountID, after sequence: Int64) throws -> StoredEntry?
    /// The place of the last entry; nil when there is none.
    func lastSequence(of accountID: AccountID) throws -> Int64?
    /// Removes the entry at a place.
    mutating func removeEntry(of accountID: AccountID, at sequence: Int64) throws

    /// Writes an account; staged rows are not read until they are promoted.
    mutating func put(_ account: AccountRecord, staged: Bool) throws
    /// Writes a hold.
    mutating func put(_ hold: HoldRecord, staged: Bool) throws
    /// Writes a payee.
    mutating func put(_ payee: PayeeRecord, staged: Bool) throws
    /// Removes what a transfer holds of an account; its hold of another account stays.
    mutating func removeHold(
        _ transferID: TransferID,
        of accountID: AccountID,
        staged: Bool
    ) throws
    /// Removes a payee.
    mutating func removePayee(_ accountID: AccountID, staged: Bool) throws
    /// Puts the staged accounts, holds and payees in the place of the others.
    mutating func promoteStaged() throws
    /// Removes what is staged.
    mutating func removeStaged() throws
    /// Removes an account and its holds, of the staged rows or of the others; its entries, and what was
    /// found wrong with it, stay.
    mutating func removeToldRows(of accountID: AccountID, staged: Bool) throws
    /// Removes everything of an account, staged or not; what was found wrong with it only where the
    /// user has no right to that either.
    mutating func removeAccount(_ accountID: AccountID, keepsEvidence: Bool) throws
    /// The accounts, and the payees, whose rows are not those that were written last, with all that
    /// cannot be told apart from them; staged rows do not count.
    func unprovenPart() throws -> RecordPart
    /// The rows of a part, whether or not they can be opened; staged rows do not count.
    func toldRows(of part: RecordPart) throws -> [ToldRow]
    /// Removes the holds of the accounts of a part, and the payees when they belong to it.
    mutating func removeHoldsAndPayees(of part: RecordPart) throws
    /// Takes the rows of a part for those that were written last; all of them have just been.
    mutating func prove(_ part: RecordPart) throws
    /// The identifiers of the accounts, with or without entries, in order; of the staged ones or of
    /// the others.
    func accountIDs(staged: Bool) throws -> [AccountID]

    /// Puts an account in doubt; its first fault stays.
    ///
    /// What the feed itself showed, `inFeed`, is not cured by reading the feed again.
    mutating func putDoubt(_ fault: ChainFault, inFeed: Bool) throws
    /// Whether an account is in doubt, and whether the feed showed it; nil when it is not.
    func doubt(about accountID: AccountID) throws -> (fault: ChainFault, inFeed: Bool)?
    /// Removes the doubts that the feed did not show.
    mutating func removeCuredDoubts() throws
    /// Forgets that the feed showed faults, because it is read again.
    mutating func resetDoubts() throws
    /// Removes the doubt about an account.
    mutating func removeDoubt(about accountID: AccountID) throws
    /// Adds what was found.
    mutating func addEvidence(_ evidence: Evidence) throws
    /// How many findings about an account there are.
    func evidenceCount(of accountID: AccountID) throws -> Int
    /// Adds to the number of findings about an account that were not kept.
    mutating func addUnkept(_ count: Int64, of accountID: AccountID) throws
    /// Marks every finding about an account that has some bytes as told to the bank.
    mutating func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) throws
    /// Removes the findings about an account that have some bytes, and the number of those that were
    /// not kept.
    mutating func removeEvidence(_ bytes: Set<[UInt8]>, of accountID: AccountID) throws
}

extension RecordRows {
    /// The limit of a console in use.
    public var evidenceLimit: Int { SyncLimits().evidenceCount }

    /// Keeps what was found; only counts it when enough was found about the account before: a bank
    /// that contradicts itself for ever must not fill the disk.
    mutating func keep(_ evidence: Evidence) throws {
        let accountID = evidence.fault.accountID
        guard try evidenceCount(of: accountID) < evidenceLimit else {
            return try addUnkept(1, of: accountID)
        }
        try addEvidence(evidence)
    }
}

/// How far an account's chain goes.
public struct ChainRow: Hashable, Sendable {
    /// The chain's head.
    public var head: ChainHead
    /// How far the feed has confirmed it since the last repair began.
    public var replayedSequence: Int64

    /// Makes a row.
    public init(head: ChainHead, replayedSequence: Int64) {
        self.head = head
        self.replayedSequence = replayedSequence
    }
}

/// An entry as it stands in the record.
public struct StoredEntry: Hashable, Sendable {
    /// Its place.
    public let sequence: Int64
    /// The chain's hash after it, as it is stored.
    public let chainHash: Digest256
    /// Its canonical bytes, or nil when they cannot be had.
    public let canonicalBytes: [UInt8]?
    /// The bytes on the disk.
    public let storedBytes: [UInt8]

    /// Makes it.
    public init(
        sequence: Int64,
        chainHash: Digest256,
        canonicalBytes: [UInt8]?,
        storedBytes: [UInt8]
    ) {
        self.sequence = sequence
        self.chainHash = chainHash
        self.canonicalBytes = canonicalBytes
        self.storedBytes = storedBytes
    }

    /// What is kept of it as evidence: the entry where it can be read, and else what is on the disk.
    var evidenceBytes: [UInt8] { canonicalBytes ?? storedBytes }
}
