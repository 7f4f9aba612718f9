import CoreVocabulary
import Cryptography
import LedgerCore

/// Posts journals for the bank, and releases holds that have expired.
struct Postings: BankService {
    let resources: BankResources

    /// Posts journals for the bank in one commit; they may place and end holds.
    ///
    /// Each journal is decided separately, in booking order. A refused one does not affect the
    /// others, and its answer never changes. Returns nil for each one that was accepted, now or
    /// before.
    ///
    /// - Throws: ``BankError`` if a posting lacks narratives, its time is in the future or there
    ///   are more transfers than ``Bank/postedTransferLimit``; then nothing is posted.
    func post(_ postings: [Posting]) async throws -> [Refusal?] {
        guard let first = postings.first else { return [] }
        let transferCount = postings.reduce(0) { $0 + $1.journal.transfers.count }
        guard transferCount <= Bank.postedTransferLimit else { throw BankError(.tooManyTransfers) }
        for posting in postings
        where posting.narratives.count != posting.journal.transfers.count {
            throw BankError(.narrativeMissing)
        }
        let reading = ClockReading(context.clock)
        let now = reading.now
        guard postings.allSatisfy({ $0.bookedAt ?? now <= now }) else {
            throw BankError(.timeInFuture)
        }
        return try await commits.run { [clockGuard = commits.clockGuard] transaction in
            let permit = try clockGuard.permit(reading, in: transaction)
            let commands = postings.map { LedgerCommand.postJournal($0.journal) }
            var writer = try LedgerWriter(transaction, loading: commands)
            var detail = SHA256()
            var refusals: [Refusal?] = []
            refusals.reserveCapacity(postings.count)
            for (posting, command) in zip(postings, commands) {
                let outcome = try writer.apply(
                    command,
                    narratives: posting.narratives,
                    at: posting.bookedAt ?? now,
                    permit
                )
                let refusal = try posting.answer(outcome, in: transaction)
                refusals.append(refusal)
                detail.update(Self.auditBytes(of: posting.journal.id, refusal))
            }
            try writer.finish()
            // The detail binds the decision on each journal. The note holds only the first
            // rejection.
            let broken = refusals.compactMap { $0?.rejection }
            let isRefused = broken.count == refusals.count
            try transaction.audit(
                .journalsPosted,
                isRefused ? .refused : .done,
                of: first.journal.id.rawValue,
                at: now,
                count: Int64(postings.count),
                detail: detail.finalize(),
                note: isRefused ? broken.first.map(AuditNote.rejection) : nil
            )
            return refusals
        }
    }

    /// Releases all holds that have expired, and returns their number.
    ///
    /// If the ledger refuses to release some, the first is logged and the others are released.
    func expirePending() async throws -> Int {
        let reading = ClockReading(context.clock)
        let limit = context.configuration.counts.expiredHolds
        var whole = Expiry()
        while true {
            let refused = Set(whole.refusals.map { $0.pendingID })
            let batch = try await commits.run { [clockGuard = commits.clockGuard] transaction in
                // Refused holds are still due and sort before the others, so the limit is raised by
                // their number.
                let due = try transaction.duePendings(at: reading.now, limit: limit + refused.count)
                return try Self.expire(
                    Array(due.lazy.filter { !refused.contains($0.pendingID) }.prefix(limit)),
                    at: reading.now,
                    in: transaction,
                    clockGuard.permit(reading, in: transaction)
                )
            }
            whole.releasedCount += batch.releasedCount
            whole.refusals += batch.refusals
            if batch.releasedCount + batch.refusals.count < limit { break }
        }
        if let first = whole.refusals.first {
            let text =
                "\(whole.refusals.count) pending transfers stay; the ledger refuses to "
                + "end the first one: \(first.rejection)"
            let incident = first.pendingID.description
            context.log.note(BankLogEntry(event: .expiryRefused, incident: incident, text: text))
        }
        return whole.releasedCount
    }

    /// Outcome of one commit that expires holds.
    private struct Expiry: Sendable {
        var releasedCount = 0
        var refusals: [(pendingID: TransferID, rejection: Rejection)] = []
    }

    /// Releases those of the given holds that the ledger allows.
    private static func expire(
        _ pendings: [DuePending],
        at now: Instant,
        in transaction: any LedgerTransaction,
        _ permit: BookingPermit
    ) throws -> Expiry {
        var expiry = Expiry()
        var due = pendings
        var writer = try LedgerWriter(
            transaction,
            loading: CollectionOfOne(.expirePendings(pendings))
        )
        while let first = due.first {
            let outcome = try writer.apply(.expirePendings(due), at: now, permit)
            if let refusal = outcome.refusal {
                // The ledger expires all or none, so the refused hold is dropped and the rest tried
                // again.
                let refused = due.remove(at: refusal.index ?? 0)
                expiry.refusals.append((refused.pendingID, refusal.rejection))
                continue
            }
            expiry.releasedCount = due.count
            try writer.finish()
            try transaction.audit(
                .pendingsExpired,
                of: first.pendingID.rawValue,
                at: now,
                count: Int64(due.count)
            )
            break
        }
        return expiry
    }

    /// Returns the bytes that an audit row binds for one journal, with its rejection code or 0.
    private static func auditBytes(of id: JournalID, _ refusal: Refusal?) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 18)
        encoder.write(id)
        encoder.write(refusal?.rejection.rawValue ?? 0)
        return encoder.bytes
    }
}
