package import CoreVocabulary

/// The first entry of an account that contradicts the account's stored chain.
package struct ChainFault: Error, Hashable, Sendable {
    /// The account of the entry.
    package let accountID: AccountID
    /// Sequence of the entry in its account.
    package let accountSequence: Int64
    /// Reason why the entry was rejected.
    package let reason: ChainBreak

    /// Creates a fault for one entry of an account.
    package init(accountID: AccountID, accountSequence: Int64, reason: ChainBreak) {
        self.accountID = accountID
        self.accountSequence = accountSequence
        self.reason = reason
    }
}

/// Verifies the chains of many accounts while the entries of a batch pass through.
///
/// Accounts are independent: after an account's first bad entry its remaining entries are set
/// aside, and the other accounts continue. Heads are computed from entries alone. A head claimed by
/// the other side is never used.
package struct ChainVerifier: Sendable {
    /// Result of checking one entry.
    package enum Verdict: Hashable, Sendable {
        /// The entry is the next one of its account; the value is the head after it.
        case extends(ChainHead)
        /// The entry is stored already, byte for byte.
        case alreadyHeld
        /// The entry is the first bad one of its account.
        case faulty(ChainFault)
        /// The entry was skipped, because an earlier entry of its account was bad.
        case setAside
    }

    private var heads: [AccountID: ChainHead] = [:]
    private var faultyAccounts: Set<AccountID> = []

    /// Creates a verifier without accounts; each account starts from its genesis.
    package init() {}

    /// Returns the latest verified head of an account, or nil if the account is not known yet.
    package func head(of accountID: AccountID) -> ChainHead? {
        heads[accountID]
    }

    /// Registers the stored head of an account as the starting point.
    package mutating func takeUp(_ head: ChainHead) {
        heads[head.accountID] = head
    }

    /// Forgets an account, for example because access to it was revoked.
    package mutating func forget(_ accountID: AccountID) {
        heads[accountID] = nil
        faultyAccounts.remove(accountID)
    }

    /// Checks the next entry of the feed and advances its account's head.
    ///
    /// `held` returns the bytes stored at the entry's sequence, or nil if they cannot be read. It is
    /// called only if the entry is at or before the head.
    ///
    /// - Throws: Whatever `held` throws.
    package mutating func check<Failure: Error>(
        _ entry: EntryRecord,
        canonicalBytes: [UInt8],
        held: () throws(Failure) -> [UInt8]?
    ) throws(Failure) -> Verdict {
        let accountID = entry.accountID
        guard !faultyAccounts.contains(accountID) else { return .setAside }
        let head = heads[accountID] ?? .genesis(of: accountID)
        if entry.accountSequence <= head.accountSequence {
            guard let bytes = try held() else { return fault(entry, .unreadable) }
            return bytes == canonicalBytes ? .alreadyHeld : fault(entry, .divergence)
        }
        do {
            let next = try head.extended(by: entry, canonicalBytes: canonicalBytes)
            heads[accountID] = next
            return .extends(next)
        } catch {
            return fault(entry, error)
        }
    }

    private mutating func fault(_ entry: EntryRecord, _ reason: ChainBreak) -> Verdict {
        let fault = ChainFault(
            accountID: entry.accountID,
            accountSequence: entry.accountSequence,
            reason: reason
        )
        faultyAccounts.insert(entry.accountID)
        return .faulty(fault)
    }
}
