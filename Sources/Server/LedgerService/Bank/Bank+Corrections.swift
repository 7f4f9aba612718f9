public import CoreVocabulary
import IdentityCore
public import LedgerCore
public import MoneyCore
public import SyncCore

/// Money that is set aside on an account by the bank itself.
public struct BankHold: Hashable, Sendable {
    /// The account whose money is held.
    public let debitAccountID: AccountID
    /// The account that gets it when the hold is posted.
    public let creditAccountID: AccountID
    /// How much.
    public let amount: Money
    /// The reference that the holder is shown.
    public let reference: String
    /// The first instant at which it can no longer be posted; nil for never.
    public let expiresAt: Instant?

    /// Makes it.
    public init(
        debitAccountID: AccountID,
        creditAccountID: AccountID,
        amount: Money,
        reference: String,
        expiresAt: Instant?
    ) {
        self.debitAccountID = debitAccountID
        self.creditAccountID = creditAccountID
        self.amount = amount
        self.reference = reference
        self.expiresAt = expiresAt
    }
}

extension Bank {
    /// Books the exact mirror of a booked transfer; once for each transfer.
    ///
    /// Each side is shown the other as the first entries had it.
    ///
    /// - Parameters:
    ///   - id: The transfer.
    ///   - reference: What both sides are shown; nil for "Reversal:" and the first reference, as much
    ///     of it as there is room for.
    /// - Returns: The reversal.
    /// - Throws: ``BankError``: there is no such transfer, the reference is none that a console may
    ///   send, or the ledger refuses.
    public func reverse(_ id: TransferID, reference: String? = nil) async throws -> TransferID {
        guard Self.accepts(reference) else { throw BankError(.referenceRefused) }
        let draft = draft()
        let posting = try await store.read { reader in
            guard let record = try reader.transfer(id) else { throw BankError(.transferUnknown) }
            let transfer = record.transfer
            let debit = try reader.entry(of: record, in: transfer.debitAccountID)
            let credit = try reader.entry(of: record, in: transfer.creditAccountID)
            return draft.posting(
                .reversal(of: id),
                from: transfer.creditAccountID,
                to: transfer.debitAccountID,
                transfer.amount,
                code: TransferCode.reversal.rawValue,
                Narrative(
                    shownToDebtor: credit?.counterparty ?? "",
                    shownToCreditor: debit?.counterparty ?? "",
                    reference: reference
                        ?? ReviewedTransfer.cut(
                            reference: TransferCode.reversalMark + (debit?.reference ?? "")
                        )
                )
            )
        }
        return try await book([posting])
    }

    /// Holds money of an account until it is posted, voided or out of time.
    ///
    /// - Returns: The pending transfer.
    /// - Throws: ``BankError``: there is no such account, debits add to it instead of lessening it,
    ///   the reference is none that a console may send, or the ledger refuses.
    public func hold(_ hold: BankHold) async throws -> TransferID {
        guard Self.accepts(hold.reference) else { throw BankError(.referenceRefused) }
        let draft = draft()
        let posting = try await store.read { reader in
            guard let debtor = try reader.account(hold.debitAccountID),
                let creditor = try reader.account(hold.creditAccountID)
            else { throw BankError(.accountUnknown) }
            guard debtor.account.normalBalance == .credit else {
                throw BankError(.holdSetsNothingAside)
            }
            return draft.posting(
                .pend(expiresAt: hold.expiresAt),
                from: hold.debitAccountID,
                to: hold.creditAccountID,
                hold.amount,
                code: TransferCode.internalTransfer.rawValue,
                Narrative(
                    shownToDebtor: creditor.profile.holder,
                    shownToCreditor: debtor.profile.holder,
                    reference: hold.reference
                )
            )
        }
        return try await book([posting])
    }

    /// Takes what a pending transfer holds, or less of it; the rest is released.
    ///
    /// - Parameters:
    ///   - id: The pending transfer.
    ///   - amount: How much; nil for all.
    /// - Returns: The transfer that was booked.
    /// - Throws: ``BankError``: there is no such transfer, or the ledger refuses.
    public func postHold(_ id: TransferID, amount: Money? = nil) async throws -> TransferID {
        let draft = draft()
        let posting = try await store.read { reader in
            try draft.posting(.post(id), ofHold: id, amount, in: reader)
        }
        return try await book([posting])
    }

    /// Releases all that a pending transfer holds.
    ///
    /// - Throws: ``BankError``: there is no such transfer, or the ledger refuses.
    public func voidHold(_ id: TransferID) async throws {
        let draft = draft()
        let posting = try await store.read { reader in
            try draft.posting(.void(id), ofHold: id, nil, in: reader)
        }
        _ = try await book([posting])
    }

    private static func accepts(_ reference: String?) -> Bool {
        reference.map(ReviewedTransfer.accepts(reference:)) ?? true
    }

    private func draft() -> PostingDraft {
        let now = clock.now()
        return PostingDraft(
            transferID: TransferID.version7(at: now, random: random.bits()),
            journalID: JournalID.version7(at: now, random: random.bits()),
            valueDate: configuration.zone.date(of: now),
            now: now
        )
    }

    /// Books postings of one transfer each in the name of the bank; the first one's transfer.
    private func book(_ postings: [Posting]) async throws -> TransferID {
        for case let refusal? in try await post(postings) {
            throw BankError(.ledgerRefused(refusal.rejection))
        }
        guard let transfer = postings.first?.journal.transfers.first else {
            invariantBroken("a correction books one transfer")
        }
        return transfer.id
    }
}

/// A transfer that the bank itself is about to book, today, before it is known from where to where.
private struct PostingDraft: Sendable {
    let transferID: TransferID
    let journalID: JournalID
    let valueDate: BusinessDate
    let now: Instant

    func posting(
        _ kind: TransferKind,
        from debitAccountID: AccountID,
        to creditAccountID: AccountID,
        _ amount: Money,
        code: UInt16,
        _ narrative: Narrative
    ) -> Posting {
        let transfer = Transfer(
            id: transferID,
            debitAccountID: debitAccountID,
            creditAccountID: creditAccountID,
            amount: amount,
            kind: kind,
            code: code,
            valueDate: valueDate,
            eventAt: now
        )
        return Posting(
            journal: Journal(id: journalID, transfers: [transfer]),
            narratives: [narrative]
        )
    }

    /// The end of a hold, with the accounts, the code and the names of its beginning.
    func posting(
        _ kind: TransferKind,
        ofHold id: TransferID,
        _ amount: Money?,
        in reader: any LedgerReading
    ) throws -> Posting {
        guard let held = try reader.transfer(id)?.transfer else {
            throw BankError(.transferUnknown)
        }
        return posting(
            kind,
            from: held.debitAccountID,
            to: held.creditAccountID,
            amount ?? held.amount,
            code: held.code,
            try reader.narrative(ofHold: held)
        )
    }
}

extension LedgerReading {
    /// The entry that a transfer made in one of its accounts; nil when it booked nothing.
    ///
    /// Found by halving: booked time never runs backwards along an account.
    ///
    /// - Complexity: O(log n) in the entries of the account, and those of the same instant.
    public func entry(
        of record: TransferRecord,
        in accountID: AccountID
    ) throws -> EntryRecord? {
        var before: Int64 = 0
        var end = try account(accountID)?.account.version ?? 0
        while before < end {
            let middle = before + (end - before) / 2
            guard let entry = try entry(after: middle, of: accountID) else { break }
            if entry.bookedAt < record.bookedAt { before = middle + 1 } else { end = middle }
        }
        while let entry = try entry(after: before, of: accountID),
            entry.bookedAt == record.bookedAt
        {
            if entry.transferID == record.transfer.id { return entry }
            before = entry.accountSequence
        }
        return nil
    }

    private func entry(after place: Int64, of accountID: AccountID) throws -> EntryRecord? {
        guard case .entry(let entry)? = try change(afterPlace: place, of: accountID)
        else { return nil }
        return entry
    }

    /// The texts that both sides of a hold were shown; the entries of its end show them again.
    fileprivate func narrative(ofHold transfer: Transfer) throws -> Narrative {
        let debtor = try account(transfer.debitAccountID)?.profile.holder ?? ""
        let creditor = try account(transfer.creditAccountID)?.profile.holder ?? ""
        let ofDebtor = try hold(transfer.id, of: transfer.debitAccountID)
        let ofCreditor = try hold(transfer.id, of: transfer.creditAccountID)
        return Narrative(
            shownToDebtor: ofDebtor?.counterparty ?? creditor,
            shownToCreditor: ofCreditor?.counterparty ?? debtor,
            reference: ofDebtor?.reference ?? ofCreditor?.reference ?? ""
        )
    }
}
