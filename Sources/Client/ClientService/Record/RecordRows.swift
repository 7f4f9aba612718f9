package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Storage operations on a record's rows within one transaction, as updates and repairs use them.
///
/// Adapters implement these small operations. Their use is the same for every adapter.
package protocol RecordRows {
    /// Maximum number of findings kept as evidence per account.
    var evidenceLimit: Int { get }

    /// Returns the state of the record.
    func state() throws -> RecordState
    /// Writes the state of the record; doubts and unkept evidence have their own rows.
    mutating func setState(_ state: RecordState) throws

    /// Returns the chain row of an account, or nil for an account without entries.
    func chain(of accountID: AccountID) throws -> ChainRow?
    /// Returns every chain row, in the order of the accounts' identifiers.
    func chains() throws -> [ChainRow]
    /// Writes the chain row of an account.
    mutating func putChain(_ row: ChainRow) throws

    /// Removes the chain row of an account; its entries stay.
    mutating func removeChain(of accountID: AccountID) throws

    /// Returns the entry at a sequence, whether or not it can be opened.
    func entry(of accountID: AccountID, at sequence: Int64) throws -> StoredEntry?
    /// Writes an entry, replacing any at its sequence.
    mutating func putEntry(
        of accountID: AccountID,
        at sequence: Int64,
        canonicalBytes: [UInt8],
        chainHash: Digest256
    ) throws
    /// Returns the first entry after a sequence.
    func nextEntry(of accountID: AccountID, after sequence: Int64) throws -> StoredEntry?
    /// Returns the sequence of the last entry, or nil if there is none.
    func lastSequence(of accountID: AccountID) throws -> Int64?
    /// Removes the entry at a sequence.
    mutating func removeEntry(of accountID: AccountID, at sequence: Int64) throws

    /// Writes an account row; staged rows are not read until they are promoted.
    mutating func put(_ account: AccountRecord, staged: Bool) throws
    /// Writes a hold row, staged or not.
    mutating func put(_ hold: HoldRecord, staged: Bool) throws
    /// Writes a payee row, staged or not.
    mutating func put(_ payee: PayeeRecord, staged: Bool) throws
    /// Removes a transfer's hold on an account; its hold on another account stays.
    mutating func removeHold(_ transferID: TransferID, of accountID: AccountID, staged: Bool) throws
    /// Removes a payee row, staged or not.
    mutating func removePayee(_ accountID: AccountID, staged: Bool) throws
    /// Replaces the accounts, holds and payees by the staged ones.
    mutating func promoteStaged() throws
    /// Removes all staged rows.
    mutating func removeStaged() throws
    /// Removes the rows of an account and its holds, staged or not; entries and evidence stay.
    mutating func removeToldRows(of accountID: AccountID, staged: Bool) throws
    /// Removes all rows of an account, staged or not.
    ///
    /// Its evidence is removed only if the user has no right to it either.
    mutating func removeAccount(_ accountID: AccountID, keepsEvidence: Bool) throws
    /// Returns the part whose rows are not those written last.
    ///
    /// It includes rows that cannot be told apart from them. Staged rows do not count.
    func unprovenPart() throws -> RecordPart
    /// Returns the rows of a part, whether or not they can be opened; staged rows do not count.
    func toldRows(of part: RecordPart) throws -> [ToldRow]
    /// Removes the holds of a part's accounts, and the payees if they belong to it.
    mutating func removeHoldsAndPayees(of part: RecordPart) throws
    /// Accepts the rows of a part, all of them just written, as those written last.
    mutating func prove(_ part: RecordPart) throws
    /// Returns the identifiers of the accounts, staged or not, with or without entries, in order.
    func accountIDs(staged: Bool) throws -> [AccountID]

    /// Puts an account in doubt, keeping its first fault.
    ///
    /// A fault in the feed itself, `inFeed`, is not cured by reading the feed again.
    mutating func putDoubt(_ fault: ChainFault, inFeed: Bool) throws
    /// Returns the fault of an account in doubt and whether the feed showed it; nil without doubt.
    func doubt(about accountID: AccountID) throws -> (fault: ChainFault, inFeed: Bool)?
    /// Removes the doubts that the feed did not show.
    mutating func removeCuredDoubts() throws
    /// Marks all doubts as not shown by the feed, because it is read again.
    mutating func resetDoubts() throws
    /// Removes the doubt about an account.
    mutating func removeDoubt(about accountID: AccountID) throws
    /// Adds a piece of evidence.
    mutating func addEvidence(_ evidence: Evidence) throws
    /// Returns the number of findings kept about an account.
    func evidenceCount(of accountID: AccountID) throws -> Int
    /// Adds to the number of unkept findings about an account.
    mutating func addUnkept(_ count: Int64, of accountID: AccountID) throws
    /// Marks every finding about an account with the given bytes as submitted to the bank.
    mutating func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) throws
    /// Removes the findings about an account with the given bytes, and the count of unkept ones.
    mutating func removeEvidence(_ bytes: Set<[UInt8]>, of accountID: AccountID) throws
}

extension RecordRows {
    /// Default maximum number of findings per account, as in production.
    package var evidenceLimit: Int { SyncLimits().evidenceCount }

    /// Returns the head of an account's chain; the genesis for an account without entries.
    func head(of accountID: AccountID) throws -> ChainHead {
        try chain(of: accountID)?.head ?? .genesis(of: accountID)
    }

    /// Keeps a finding, or only counts it if the account's limit is reached.
    ///
    /// A bank that contradicts itself repeatedly must not fill the disk.
    mutating func keep(_ evidence: Evidence) throws {
        let accountID = evidence.fault.accountID
        guard try evidenceCount(of: accountID) < evidenceLimit else {
            return try addUnkept(1, of: accountID)
        }
        try addEvidence(evidence)
    }
}

/// Extent of an account's chain.
package struct ChainRow: Hashable, Sendable {
    /// Head of the chain.
    package var head: ChainHead
    /// Sequence up to which the feed has confirmed the chain since the last repair began.
    package var replayedSequence: Int64

    /// Creates a row from its parts.
    package init(head: ChainHead, replayedSequence: Int64) {
        self.head = head
        self.replayedSequence = replayedSequence
    }
}

/// An entry as stored in the record.
package struct StoredEntry: Hashable, Sendable {
    /// Sequence of the entry.
    package let sequence: Int64
    /// Chain hash after the entry, as stored.
    package let chainHash: Digest256
    /// Canonical bytes of the entry, or nil if it cannot be opened.
    package let canonicalBytes: [UInt8]?
    /// The bytes as stored on the disk.
    package let storedBytes: [UInt8]

    /// Creates a stored entry from its parts.
    package init(
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

    /// Bytes to keep as evidence: the entry if readable, otherwise the bytes on the disk.
    var evidenceBytes: [UInt8] { canonicalBytes ?? storedBytes }

    /// Returns the evidence of an entry that was replaced or removed because it differs.
    func evidence(of accountID: AccountID, foundAt: Instant) -> Evidence {
        let fault: ChainFault =
            canonicalBytes == nil
            ? .unreadable(accountID, at: sequence) : .divergence(accountID, at: sequence)
        return Evidence(fault: fault, bytes: evidenceBytes, foundAt: foundAt)
    }
}
