import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import MoneyCore

/// Read operations within one database transaction, the sum of all queries; must not outlive it.
class SQLiteReader: ListingReading, BooksReading, AccountQueries, TransferQueries, ExportQueries,
    NewsQueries, SyncQueries, TokenQueries, KeyQueries, ListingQueries, CheckQueries
{
    let database: Database
    let hasAuditNotes: Bool
    private var accountKeys: [AccountID: AccountKey] = [:]
    private var accountIDs: [Int64: AccountID] = [:]

    init(_ database: Database, hasAuditNotes: Bool = true) {
        self.database = database
        self.hasAuditNotes = hasAuditNotes
    }

    func key(of id: AccountID) throws -> AccountKey? {
        if let known = accountKeys[id] { return known }
        let key = try database.first(
            "SELECT account_no, currency, normal_side FROM account WHERE account_id = ?",
            [.id(id)]
        ) { row in
            guard let currency = Currency(code: row.text(1)) else {
                throw LedgerStoreError.invalidRow("account")
            }
            let side: Side = try row.value(2, in: "account")
            return AccountKey(number: row.integer(0), currency: currency, normalBalance: side)
        }
        if let key { remember(key, of: id) }
        return key
    }

    func remember(_ key: AccountKey, of id: AccountID) {
        accountKeys[id] = key
    }

    func knownKey(of id: AccountID) throws -> AccountKey {
        guard let key = try key(of: id) else { throw unknownAccount() }
        return key
    }

    func accountID(_ number: Int64) throws -> AccountID {
        if let known = accountIDs[number] { return known }
        let id: AccountID? = try database.first(
            "SELECT account_id FROM account WHERE account_no = ?",
            [.integer(number)]
        ) { try $0.id(0) }
        guard let id else { throw unknownAccount() }
        accountIDs[number] = id
        return id
    }

    private func unknownAccount(line: UInt = #line) -> LedgerStoreError {
        LedgerStoreError(.rowInvalid, "A row names an account that is not there.", line: line)
    }

    /// The number of cached accounts.
    var rememberedAccountCount: Int { max(accountKeys.count, accountIDs.count) }

    func forgetAccounts() {
        accountKeys.removeAll()
        accountIDs.removeAll()
    }
}
