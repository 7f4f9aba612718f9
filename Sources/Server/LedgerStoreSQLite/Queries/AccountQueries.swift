import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Queries for accounts and their holds.
protocol AccountQueries: SQLiteQueries {}

/// Column lists of the statements.
private enum Columns {
    static let account = """
        SELECT account_id, number, branch_code, holder, product, currency, normal_side, opened_at,
            debits_pending, debits_posted, credits_pending, credits_posted, version, chain_hash,
            one_sided, minimum, maximum, is_closed, account_no
        FROM account JOIN account_state USING (account_no)
        """
}

extension AccountQueries {
    func account(_ id: AccountID) throws -> StoredAccount? {
        try database.first(Columns.account + " WHERE account_id = ?", [.id(id)]) { row in
            let stored = try Self.account(row)
            let account = stored.account
            // Whoever reads an account mostly writes rows of it next.
            remember(
                AccountKey(
                    number: row.integer(18),
                    currency: account.currency,
                    normalBalance: account.normalBalance
                ),
                of: id
            )
            return stored
        }
    }

    func account(number: String) throws -> AccountID? {
        try database.first(
            "SELECT account_id FROM account WHERE number = ?",
            [.text(number)]
        ) { try $0.id(0) }
    }

    func accounts() throws -> [StoredAccount] {
        try database.all(Columns.account + " ORDER BY account_no", [], Self.account)
    }

    func narrativeDigest(of id: JournalID) throws -> Digest256? {
        try database.first(
            "SELECT digest FROM journal_narrative WHERE journal_id = ?",
            [.id(id)]
        ) { try $0.digest(0) }
    }

    /// Returns accounts with their numbers in the books, in the order of opening.
    func accounts(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, account: StoredAccount)] {
        try database.all(
            Columns.account + " WHERE account_no > ? ORDER BY account_no LIMIT ?",
            [.integer(number), .integer(limit)]
        ) { (number: $0.integer(18), account: try Self.account($0)) }
    }

    func latestBookedAt() throws -> Instant {
        let latest = try database.first(
            """
            SELECT max(
                ifnull((SELECT booked_at FROM transfer ORDER BY transfer_no DESC LIMIT 1), 0),
                ifnull((SELECT max(resolved_at) FROM resolution), 0),
                ifnull((SELECT max(decided_at) FROM refused_journal), 0))
            """
        ) { $0.instant(0) }
        return latest ?? .epoch
    }

    func duePendings(at instant: Instant, limit: Int) throws -> [DuePending] {
        try database.all(
            """
            SELECT transfer_id, debit_no, credit_no
            FROM open_hold JOIN transfer USING (transfer_no)
            WHERE open_hold.expires_at <= ?
            ORDER BY open_hold.expires_at, transfer_id LIMIT ?
            """,
            [.instant(instant), .integer(limit)]
        ) { row in
            DuePending(
                pendingID: try row.id(0),
                debitAccountID: try accountID(row.integer(1)),
                creditAccountID: try accountID(row.integer(2))
            )
        }
    }

    func hold(_ transferID: TransferID, of accountID: AccountID) throws -> HoldRecord? {
        guard let key = try key(of: accountID) else { return nil }
        return try database.first(
            "SELECT record FROM hold WHERE transfer_id = ? AND account_no = ?",
            [.id(transferID), .integer(key.number)]
        ) { try HoldRecord(canonicalBytes: $0.bytes(0)) }
    }

    func pendingHolds(of accountID: AccountID) throws -> [HoldRecord] {
        guard let key = try key(of: accountID) else { return [] }
        return try database.all(
            """
            SELECT h.record FROM pending_hold p JOIN hold h ON h.hold_no = p.hold_no
            WHERE p.account_no = ? ORDER BY p.hold_no
            """,
            [.integer(key.number)]
        ) { try HoldRecord(canonicalBytes: $0.bytes(0)) }
    }

    private static func account(_ row: SQLRow) throws -> StoredAccount {
        let id: AccountID = try row.id(0)
        let sides = row.integer(14)
        let counters = AccountCounters(
            debitsPending: row.integer(8),
            debitsPosted: row.integer(9),
            creditsPending: row.integer(10),
            creditsPosted: row.integer(11)
        )
        guard let currency = Currency(code: row.text(5)),
            let counters,
            let account = Account(
                id: id,
                currency: currency,
                normalBalance: try row.value(6, in: "account_state"),
                openedAt: row.instant(7),
                limits: AccountLimits(
                    debitsMustNotExceedCredits: sides & 1 != 0,
                    creditsMustNotExceedDebits: sides & 2 != 0,
                    minimumBalance: row.optionalInteger(15),
                    maximumBalance: row.optionalInteger(16)
                ),
                isClosed: row.flag(17),
                counters: counters,
                version: row.integer(12)
            )
        else { throw LedgerStoreError.invalidRow("account_state") }
        return StoredAccount(
            account: account,
            profile: AccountProfile(
                number: row.text(1),
                branchCode: row.text(2),
                holder: row.text(3),
                product: row.text(4)
            ),
            head: ChainHead(
                accountID: id,
                accountSequence: account.version,
                balanceMinorUnits: account.booked.minorUnits,
                hash: try row.digest(13)
            )
        )
    }
}
