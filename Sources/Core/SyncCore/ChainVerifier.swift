public import CoreVocabulary

/// The first entry of an account that does not agree with what is held of it.
public struct ChainFault: Error, Hashable, Sendable {
    /// The account of the entry.
    public let accountID: AccountID
    /// The place of the entry in the account.
    public let accountSequence: Int64
    /// What is wrong with it.
    public let reason: ChainBreak

    /// Names an entry.
    public init(accountID: AccountID, accountSequence: Int64, reason: ChainBreak) {
        self.accountID = accountID
        self.accountSequence = accountSequence
        self.reason = reason
    }
}

/// Follows the chains of many accounts through the entries of a batch.
///
/// Each account stands for itself: after its first bad entry the rest of its entries is set aside,
/// and the other accounts go on. What the other side says a head is never enters here; a head
/// comes from entries alone.
public struct ChainVerifier: Sendable {
    /// What became of one entry.
    public enum Verdict: Hashable, Sendable {
        /// It is the next one; the head after it.
        case extends(ChainHead)
        /// It is held already, byte for byte.
        case alreadyHeld
        /// It is the first of its account that is wrong.
        case faulty(ChainFault)
        /// An earlier entry of its account was wrong.
        case setAside
    }

    private var heads: [AccountID: ChainHead] = [:]
    private var faultyAccounts: Set<AccountID> = []

    /// Makes a verifier that knows no account yet; each starts from its genesis.
    public init() {}

    /// The head of an account as far as it was followed, or nil when it was not met yet.
    public func head(of accountID: AccountID) -> ChainHead? {
        heads[accountID]
    }

    /// Takes up the head that this side holds of an account.
    public mutating func takeUp(_ head: ChainHead) {
        heads[head.accountID] = head
    }

    /// Forgets an account, as when access to it was revoked.
    public mutating func forget(_ accountID: AccountID) {
        heads[accountID] = nil
        faultyAccounts.remove(accountID)
    }

    /// Checks the next entry of the feed and moves its account's head.
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - canonicalBytes: Its bytes.
    ///   - held: The bytes held at that place, asked for only when the entry lies at or before the
    ///     head; nil when they cannot be read.
    /// - Returns: What became of it.
    /// - Throws: What `held` throws.
    public mutating func check<Failure: Error>(
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
