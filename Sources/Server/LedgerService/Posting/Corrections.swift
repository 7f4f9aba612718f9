package import CoreVocabulary
import IdentityCore
package import LedgerCore
import MoneyCore
package import SyncCore

/// Books reversals, and the holds that the bank itself places and ends.
struct Corrections: BankService {
    let resources: BankResources

    /// Books the exact mirror of a booked transfer, at most once for each transfer.
    ///
    /// Each side is shown the counterparty that the first entries showed. Without a reference, both
    /// are shown "Reversal:" followed by the first reference, cut to fit.
    ///
    /// - Throws: ``BankError`` if there is no such transfer, a console could not send the
    ///   reference, or the ledger refuses.
    func reverse(_ id: TransferID, reference: String?) async throws -> TransferID {
        guard reference.map(ReviewedTransfer.accepts(reference:)) ?? true else {
            throw BankError(.referenceRefused)
        }
        return try await book { draft, reader in
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
    }

    /// Holds money of an account until the hold is posted, voided or expired.
    ///
    /// - Throws: ``BankError`` if there is no such account, its normal balance is debit, a console
    ///   could not send the reference, or the ledger refuses.
    func hold(_ hold: BankHold) async throws -> TransferID {
        guard ReviewedTransfer.accepts(reference: hold.reference) else {
            throw BankError(.referenceRefused)
        }
        return try await book { draft, reader in
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
    }

    /// Posts a pending transfer in full (nil) or in part, or voids it, and releases the rest.
    ///
    /// - Throws: ``BankError`` if there is no such transfer or the ledger refuses.
    func endHold(
        _ id: TransferID,
        by kind: TransferKind,
        _ amount: Money?
    ) async throws -> TransferID {
        try await book { draft, reader in
            guard let held = try reader.transfer(id)?.transfer else {
                throw BankError(.transferUnknown)
            }
            return draft.posting(
                kind,
                from: held.debitAccountID,
                to: held.creditAccountID,
                amount ?? held.amount,
                code: held.code,
                try reader.narrative(ofHold: held)
            )
        }
    }

    /// Books a posting of one transfer for the bank and returns the transfer.
    private func book(
        _ make: @escaping @Sendable (PostingDraft, any LedgerReading) throws -> Posting
    ) async throws -> TransferID {
        let now = context.clock.now()
        let draft = PostingDraft(
            transferID: TransferID.version7(at: now, random: context.random.bits()),
            journalID: JournalID.version7(at: now, random: context.random.bits()),
            valueDate: context.configuration.zone.date(of: now),
            now: now
        )
        let posting = try await context.store.read { try make(draft, $0) }
        for case let refusal? in try await Postings(resources: resources).post([posting]) {
            throw BankError(.ledgerRefused(refusal.rejection))
        }
        return draft.transferID
    }
}

/// Identifiers and dates of a transfer that the bank books today, before its accounts are known.
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
}

extension LedgerReading {
    /// Returns the entry that a transfer made in one of its accounts; nil if it made none.
    ///
    /// - Complexity: O(log n) in the entries of the account, along which booked time never
    ///   decreases, plus those of the same instant.
    package func entry(of record: TransferRecord, in accountID: AccountID) throws -> EntryRecord? {
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

    /// Returns the texts that both sides of a hold were shown, which the entries of its end repeat.
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
