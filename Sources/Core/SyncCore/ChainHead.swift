package import CoreVocabulary
package import Cryptography
import MoneyCore

/// Reason why an entry does not continue the chain of its account.
///
/// The raw values are sent and stored. They are never changed or reused.
package enum ChainBreak: String, Error, Equatable, Sendable, CaseIterable {
    /// The entry belongs to another account.
    case otherAccount = "other-account"
    /// The entry's sequence is not the next one.
    case sequenceGap = "sequence-gap"
    /// The entry's balance is not the balance before it plus its amount, or the sum overflows.
    case balanceMismatch = "balance-mismatch"
    /// The entry stored at this sequence has other bytes.
    case divergence
    /// The entry stored at this sequence cannot be decrypted, or is not what was written there.
    case unreadable
}

/// Head of an account's hash chain: the last entry's sequence and balance, and the chain hash.
///
/// The chain is `hash(n) = SHA-256(0x11 ‖ hash(n-1) ‖ SHA-256(0x00 ‖ entry))`, and
/// `hash(0) = SHA-256(0x10 ‖ account)`. The running balance is part of the entry's bytes, so the
/// hash covers the balance too. Each side computes its own head and never takes one from the other
/// side.
package struct ChainHead: Hashable, Sendable {
    private static let entryTag: UInt8 = 0x00
    private static let genesisTag: UInt8 = 0x10
    private static let chainTag: UInt8 = 0x11

    /// The account the chain belongs to.
    package let accountID: AccountID
    /// The number of entries so far.
    package let accountSequence: Int64
    /// The booked balance after the last entry, in minor units.
    package let balanceMinorUnits: Int64
    /// Chain hash over all entries so far.
    package let hash: Digest256

    /// Returns the head of an account without entries.
    package static func genesis(of accountID: AccountID) -> ChainHead {
        ChainHead(
            accountID: accountID,
            accountSequence: 0,
            balanceMinorUnits: 0,
            hash: Digest256(hashing: [genesisTag] + accountID.bytes)
        )
    }

    /// Restores a head that this side computed and stored before.
    package init(
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

    /// Returns the head after one more entry, whose bytes are given if the caller has them.
    ///
    /// - Throws: ``ChainBreak`` if the entry does not follow this head.
    package func extended(
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
