import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

extension SQLiteTransaction {
    func insert(_ stored: StoredAccount) throws {
        let (account, profile) = (stored.account, stored.profile)
        try run(
            """
            INSERT INTO account (account_id, number, branch_code, holder, product, currency,
                normal_side, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .id(account.id), .text(profile.number), .text(profile.branchCode),
                .text(profile.holder), .text(profile.product), .text(account.currency.code),
                .integer(account.normalBalance.rawValue), .instant(account.openedAt),
            ]
        )
        try run(
            """
            INSERT INTO account_state (debits_pending, debits_posted, credits_pending,
                credits_posted, version, chain_hash, one_sided, minimum, maximum, is_closed,
                account_no) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            try state(of: stored)
        )
    }

    func update(_ stored: StoredAccount) throws {
        try run(
            """
            UPDATE account_state SET debits_pending = ?, debits_posted = ?, credits_pending = ?,
                credits_posted = ?, version = ?, chain_hash = ?, one_sided = ?, minimum = ?,
                maximum = ?, is_closed = ? WHERE account_no = ?
            """,
            try state(of: stored)
        )
    }

    func insert(_ record: TransferRecord) throws {
        let transfer = record.transfer
        let number = try nextTransferNumber()
        try run(
            """
            INSERT INTO transfer (transfer_no, transfer_id, journal_id, journal_index, debit_no,
                credit_no, amount, kind, acts_on, expires_at, code, end_to_end_id, value_date,
                event_at, booked_at, maker_id, audit_no)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(number), .id(transfer.id), .id(record.journalID),
                .integer(record.journalIndex),
                .integer(try knownKey(of: transfer.debitAccountID).number),
                .integer(try knownKey(of: transfer.creditAccountID).number),
                .integer(transfer.amount.minorUnits), .integer(transfer.kind.code),
                .id(transfer.kind.actsOn), .instant(transfer.kind.expiresAt),
                .integer(transfer.code),
                transfer.endToEndID.map { .text($0.description) } ?? .null,
                .integer(transfer.valueDate.dayNumber), .instant(transfer.eventAt),
                .instant(record.bookedAt), .id(record.makerID), .integer(try nextAuditNumber()),
            ]
        )
        lastNumbers.transfer = number
        lastNumbers.inserted = (transfer.id, number)
        if case .pend(let expiresAt) = transfer.kind {
            try run(
                "INSERT INTO open_hold (transfer_no, expires_at) VALUES (?, ?)",
                [.integer(number), .instant(expiresAt)]
            )
        }
    }

    func insert(_ resolution: PendingResolution) throws {
        try run(
            """
            INSERT INTO resolution (pending_id, status, resolved_by, resolved_at, audit_no)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .id(resolution.pendingID), .integer(resolution.status.rawValue),
                .id(resolution.resolvedBy), .instant(resolution.resolvedAt),
                .integer(try nextAuditNumber()),
            ]
        )
        try run(
            "DELETE FROM open_hold WHERE transfer_no = ?",
            [.integer(try transferNumber(of: resolution.pendingID))]
        )
        try run(
            """
            DELETE FROM pending_hold WHERE (account_no, hold_no) IN
                (SELECT account_no, hold_no FROM hold WHERE transfer_id = ?)
            """,
            [.id(resolution.pendingID)]
        )
    }

    func insert(refused record: JournalRecord) throws {
        guard let refusal = record.decision.refusal else {
            invariantBroken("only a refused journal has a row of its own")
        }
        try run(
            """
            INSERT INTO refused_journal (journal_id, body, rejection, rejected_index, decided_at,
                audit_no) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .id(record.journal.id), .blob(record.journal.canonicalBytes),
                .integer(refusal.rejection.rawValue), .integer(refusal.index.map(Int64.init)),
                .instant(record.decision.decidedAt), .integer(try nextAuditNumber()),
            ]
        )
    }

    func insert(narrativeDigest: Digest256, of id: JournalID) throws {
        try run(
            "INSERT INTO journal_narrative (journal_id, digest) VALUES (?, ?)",
            [.id(id), .digest(narrativeDigest)]
        )
    }

    func insert(_ hold: HoldRecord) throws {
        let account = try knownKey(of: hold.accountID).number
        try run(
            "INSERT INTO hold (transfer_id, account_no, record) VALUES (?, ?, ?)",
            [.id(hold.transferID), .integer(account), .blob(hold.canonicalBytes)]
        )
        try run(
            """
            INSERT INTO pending_hold (account_no, hold_no)
                SELECT account_no, hold_no FROM hold
                WHERE transfer_id = ?1 AND account_no = ?2
                    AND NOT EXISTS (SELECT 1 FROM resolution WHERE pending_id = ?1)
            """,
            [.id(hold.transferID), .integer(account)]
        )
    }

    func insert(
        _ entry: EntryRecord,
        side: Side,
        chainHash: Digest256,
        feedSequence: Int64,
        groupSequence: Int64
    ) throws {
        let account = try knownKey(of: entry.accountID).number
        try requireNext(feedSequence: feedSequence)
        try requireNext(accountSequence: entry.accountSequence, ofAccount: account)
        try run(
            """
            INSERT INTO entry (feed_sequence, group_sequence, account_no, account_sequence,
                transfer_no, side, balance_after, counterparty, reference, chain_hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(feedSequence), .integer(groupSequence), .integer(account),
                .integer(entry.accountSequence),
                .integer(try transferNumber(of: entry.transferID)), .integer(side.rawValue),
                .integer(entry.balanceAfterMinorUnits), .text(entry.counterparty),
                .text(entry.reference), .digest(chainHash),
            ]
        )
        lastNumbers.feed = feedSequence
        lastNumbers.places[account] = entry.accountSequence
    }

    private func state(of stored: StoredAccount) throws -> [SQLValue] {
        let account = stored.account
        let sides =
            (account.limits.debitsMustNotExceedCredits ? 1 : 0)
            + (account.limits.creditsMustNotExceedDebits ? 2 : 0)
        return [
            .integer(account.counters.debitsPending), .integer(account.counters.debitsPosted),
            .integer(account.counters.creditsPending), .integer(account.counters.creditsPosted),
            .integer(account.version), .digest(stored.head.hash), .integer(sides),
            .integer(account.limits.minimumBalance), .integer(account.limits.maximumBalance),
            .flag(account.isClosed), .integer(try knownKey(of: account.id).number),
        ]
    }
}
