import CoreVocabulary
import Cryptography
import GRDB
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

extension Checker {
    /// Checks the sequence, the balance and the hash of every entry, account by account.
    func entriesContinue() throws -> CheckFinding? {
        var last: Int64 = 0
        while true {
            let page = try reader.accounts(after: last, limit: pageCount)
            for (number, stored) in page {
                if let finding = try entriesContinue(of: stored, number) { return finding }
                last = number
            }
            guard page.count == pageCount else { return nil }
            // Forgetting the accounts bounds memory, however large the books are.
            reader.forgetAccounts()
        }
    }

    private func entriesContinue(of stored: StoredAccount, _ number: Int64) throws -> CheckFinding?
    {
        let id = stored.account.id
        var head = ChainHead.genesis(of: id)
        var chunk: [FeedRow]
        repeat {
            chunk = try reader.entries(
                of: id,
                .afterAccountSequence(head.accountSequence),
                limit: pageCount
            )
            let hashes = try storedHashes(number, after: head.accountSequence)
            for (row, hash) in zip(chunk, hashes) {
                guard case .entry(let entry) = row.change else { continue }
                do {
                    head = try head.extended(by: entry)
                } catch {
                    return CheckFinding(.entriesContinue, "entry \(row.feedSequence)")
                }
                if head.hash != hash {
                    return CheckFinding(.chainsHold, "entry \(row.feedSequence)")
                }
            }
        } while chunk.count == pageCount
        return head == stored.head ? nil : CheckFinding(.accountsAgree, "account \(number)")
    }

    /// Recomputes the counters of each account from transfers and resolutions.
    func accountsAgree() throws -> CheckFinding? {
        // A post counts with its own amount; its hold is released in full.
        try database.first(
            """
            WITH moved (account_no, side, pending, posted) AS (
                SELECT debit_no, 1, 0, amount FROM transfer WHERE kind IN (1, 3, 5)
                UNION ALL
                SELECT credit_no, 2, 0, amount FROM transfer WHERE kind IN (1, 3, 5)
                UNION ALL
                SELECT debit_no, 1, amount, 0 FROM transfer t WHERE kind = 2 AND NOT EXISTS (
                    SELECT 1 FROM resolution WHERE pending_id = t.transfer_id)
                UNION ALL
                SELECT credit_no, 2, amount, 0 FROM transfer t WHERE kind = 2 AND NOT EXISTS (
                    SELECT 1 FROM resolution WHERE pending_id = t.transfer_id)
            ), totals AS (
                SELECT account_no,
                    sum(CASE WHEN side = 1 THEN pending ELSE 0 END) AS debits_pending,
                    sum(CASE WHEN side = 1 THEN posted ELSE 0 END) AS debits_posted,
                    sum(CASE WHEN side = 2 THEN pending ELSE 0 END) AS credits_pending,
                    sum(CASE WHEN side = 2 THEN posted ELSE 0 END) AS credits_posted
                FROM moved GROUP BY account_no
            )
            SELECT a.account_no FROM account a
                LEFT JOIN account_state s ON s.account_no = a.account_no
                LEFT JOIN totals t ON t.account_no = a.account_no
            WHERE s.debits_pending IS NOT ifnull(t.debits_pending, 0)
                OR s.debits_posted IS NOT ifnull(t.debits_posted, 0)
                OR s.credits_pending IS NOT ifnull(t.credits_pending, 0)
                OR s.credits_posted IS NOT ifnull(t.credits_posted, 0)
            ORDER BY a.account_no LIMIT 1
            """
        ) { CheckFinding(.accountsAgree, "account_state \($0.integer(0))") }
    }

    func holdsAgree() throws -> CheckFinding? {
        try database.first(
            """
            SELECT t.transfer_no FROM transfer t
                LEFT JOIN open_hold o ON o.transfer_no = t.transfer_no
                LEFT JOIN resolution r ON r.pending_id = t.transfer_id
            WHERE (t.kind = 2 AND r.pending_id IS NULL) <> (o.transfer_no IS NOT NULL)
                OR (o.transfer_no IS NOT NULL AND o.expires_at IS NOT t.expires_at)
                OR (r.pending_id IS NOT NULL AND t.kind <> 2)
            ORDER BY t.transfer_no LIMIT 1
            """
        ) { CheckFinding(.holdsAgree, "transfer \($0.integer(0))") }
    }

    func booksBalance() throws -> CheckFinding? {
        var sums: [String: Int128] = [:]
        try database.forEach(
            """
            SELECT currency, debits_posted, credits_posted
            FROM account JOIN account_state USING (account_no)
            """
        ) { sums[$0.text(0), default: 0] += Int128($0.integer(2)) - Int128($0.integer(1)) }
        let broken = sums.keys.sorted().first { sums[$0] != 0 }
        return broken.map { CheckFinding(.booksBalance, "currency \($0)") }
    }

    private func storedHashes(_ account: Int64, after sequence: Int64) throws -> [Digest256] {
        try database.all(
            """
            SELECT chain_hash FROM entry WHERE account_no = ? AND account_sequence > ?
            ORDER BY account_sequence LIMIT ?
            """,
            [.number(account), .number(sequence), .integer(pageCount)]
        ) { try $0.digest(0) }
    }
}
