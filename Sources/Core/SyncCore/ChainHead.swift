public import CoreVocabulary
public import Cryptography
import MoneyCore

/// Why an entry does not continue the chain of its account.
///
/// The words travel and are stored; they are never changed or used again.
public enum ChainBreak: String, Error, Equatable, Sendable, CaseIterable {
    /// The entry is another account's.
    case otherAccount = "other-account"
    /// The entry is not the next one.
    case sequenceGap = "sequence-gap"
    /// The balance after it is not the balance before it plus the amount.
    case balanceMismatch = "balance-mismatch"
    /// The entry held at this place has other bytes.
    case divergence
    /// What is held at this place cannot be opened, or is not what was put there.
    case unreadable
}

/// The last entry of an account, and the hash over it and everything before it.
///
/// `hash(n) = SHA-256(0x11 ‖ hash(n-1) ‖ SHA-256(0x00 ‖ entry))`, and
/// `hash(0) = SHA-256(0x10 ‖ account)`. The running balance is inside the entry's bytes, so a head
/// speaks for both. Each side computes its own: a head is never taken from the other side.
public struct ChainHead: Hashable, Sendable {
    private static let entryTag: UInt8 = 0x00
    private static let genesisTag: UInt8 = 0x10
    private static let chainTag: UInt8 = 0x11

    /// The account the chain belongs to.
    public let accountID: AccountID
    /// The number of entries so far.
    public let accountSequence: Int64
    /// The booked balance after them, in minor units.
    public let balanceMinorUnits: Int64
    /// The hash over them.
    public let hash: Digest256

    /// The head of an account without entries.
    public static func genesis(of accountID: AccountID) -> ChainHead {
        ChainHead(
            accountID: accountID,
            accountSequence: 0,
            balanceMinorUnits: 0,
            hash: Digest256(hashing: [genesisTag] + accountID.bytes)
        )
    }

    /// Takes up a head that this side has computed and stored before.
    public init(
        accountID: AccountID,
        accountSequence: Int64,
        balanceMinorUnits: Int64,
        hash: Digest256
    ) {
        self.accountID = accountID
        self.accountSequence = accountSequence
        self.balanceMinorUnits = balanceMinorUnits
        self.hash = hash
    }

    /// The head after one more entry.
    ///
    /// - Parameters:
    ///   - entry: The next entry.
    ///   - canonicalBytes: Its bytes, when they are at hand already.
    /// - Returns: The new head.
    /// - Throws: ``ChainBreak`` when the entry does not follow.
    public func extended(
        by entry: EntryRecord,
        canonicalBytes: [UInt8]? = nil
    ) throws(ChainBreak) -> ChainHead {
        guard entry.accountID == accountID else { throw .otherAccount }
        guard entry.accountSequence == accountSequence + 1 else { throw .sequenceGap }
        let (balance, overflow) = balanceMinorUnits.addingReportingOverflow(
            entry.amount.minorUnits
        )
        guard !overflow, balance == entry.balanceAfterMinorUnits else { throw .balanceMismatch }
        let bytes = canonicalBytes ?? entry.canonicalBytes
        return ChainHead(
            accountID: accountID,
            accountSequence: entry.accountSequence,
            balanceMinorUnits: balance,
            hash: Self.link(hash, to: bytes)
        )
    }

    private static func link(_ hash: Digest256, to canonicalBytes: [UInt8]) -> Digest256 {
        var input: [UInt8] = []
        input.reserveCapacity(max(1 + canonicalBytes.count, 1 + 2 * Digest256.byteCount))
        input.append(entryTag)
        input.append(contentsOf: canonicalBytes)
        let entryHash = Digest256(hashing: input)
        input.removeAll(keepingCapacity: true)
        input.append(chainTag)
        input.append(contentsOf: hash.bytes)
        input.append(contentsOf: entryHash.bytes)
        return Digest256(hashing: input)
    }
}
