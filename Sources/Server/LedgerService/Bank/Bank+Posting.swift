import CoreVocabulary
import Cryptography
public import LedgerCore

extension Bank {
    /// The most transfers that one call may post; more would hold up everybody else for too long.
    public static let postedTransferLimit = 4 * Journal.maximumTransferCount
    /// The most holds that one commit expires.
    public static let expiryLimit = 1_000

    /// Posts journals in the name of the bank, all in one commit; holds and their ends as well.
    ///
    /// Each journal is decided by itself: a refused one leaves the others as they are, and is
    /// answered the same way for ever.
    ///
    /// - Parameter postings: The journals in the order of booking, with at most
    ///   ``postedTransferLimit`` transfers together.
    /// - Returns: What was decided about each, in the same order: nil when it was accepted, now or
    ///   before.
    /// - Throws: ``BankError`` when a posting lacks narratives, or there are too many
    ///   transfers; nothing is posted then.
    public func post(_ postings: [Posting]) async throws -> [Refusal?] {
        guard let first = postings.first else { return [] }
        let transferCount = postings.reduce(0) { $0 + $1.journal.transfers.count }
        guard transferCount <= Self.postedTransferLimit else {
            throw BankError(.tooManyTransfers)
        }
        for posting in postings
        where posting.narratives.count != posting.journal.transfers.count {
            throw BankError(.narrativeMissing)
        }
        let now = clock.now()
        return try await commit { transaction in
            let commands = postings.map { LedgerCommand.postJournal($0.journal) }
            var scribe = try LedgerScribe(transaction, loading: commands)
            var detail = SHA256()
            var refusals: [Refusal?] = []
            refusals.reserveCapacity(postings.count)
            for (posting, command) in zip(postings, commands) {
                let outcome = try scribe.carryOut(
                    command,
                    narratives: posting.narratives,
                    at: posting.bookedAt ?? now
                )
                let refusal = outcome.refusal
                refusals.append(refusal)
                detail.update(Self.auditBytes(of: posting.journal.id, refusal))
            }
            try scribe.finish()
            try transaction.audit(
                .journalsPosted,
                by: nil,
                objectBits: first.journal.id.rawValue,
                at: now,
                count: Int64(postings.count),
                detail: detail.finalize()
            )
            return refusals
        }
    }

    /// Releases the holds whose time has come.
    ///
    /// - Returns: How many.
    public func expirePending() async throws -> Int {
        let now = clock.now()
        var count = 0
        var batchCount = Self.expiryLimit
        while batchCount == Self.expiryLimit {
            batchCount = try await commit { transaction in
                let due = try transaction.duePendings(at: now, limit: Self.expiryLimit)
                guard let first = due.first else { return 0 }
                let command = LedgerCommand.expirePendings(due)
                var scribe = try LedgerScribe(transaction, loading: CollectionOfOne(command))
                let outcome = try scribe.carryOut(command, at: now)
                invariant(outcome.refusal == nil, "what the store says is due can be expired")
                try scribe.finish()
                try transaction.audit(
                    .pendingsExpired,
                    by: nil,
                    objectBits: first.pendingID.rawValue,
                    at: now,
                    count: Int64(due.count)
                )
                return due.count
            }
            count += batchCount
        }
        return count
    }

    /// What an audit line over many journals binds of each: its id, and how it was decided.
    private static func auditBytes(of id: JournalID, _ refusal: Refusal?) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 18)
        encoder.write(id)
        encoder.write(refusal?.rejection.rawValue ?? 0)
        return encoder.bytes
    }
}
