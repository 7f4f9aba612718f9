import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Reads of one database transaction; lives no longer than that.
class SQLiteReader: LedgerReading {
    /// What every row of an account needs to know of it.
    struct AccountKey {
        let number: Int64
        let currency: Currency
        let normalBalance: Side
    }

    let database: Database
    /// True if the books were brought up to the tenth step of the schema.
    let hasAuditNotes: Bool
    private var accountKeys: [AccountID: AccountKey] = [:]
    private var accountIDs: [Int64: AccountID] = [:]

    init(_ database: Database, hasAuditNotes: Bool = true) {
        self.database = database
        self.hasAuditNotes = hasAuditNotes
    }

    /// What rows know an account by; nil when there is none.
    func key(of id: AccountID) throws -> AccountKey? {
        if let known = accountKeys[id] { return known }
        let key = try database.first(
            "SELECT account_no, currency, normal_side FROM account WHERE account_id = ?",
            [.id(id)]
        ) { row in
            guard let currency = Currency(code: row.text(1)),
                let side = Side(rawValue: try row.integer(2, as: UInt8.self))
            else { throw LedgerStoreError.invalidRow("account") }
            return AccountKey(number: row.integer(0), currency: currency, normalBalance: side)
        }
        accountKeys[id] = key
        return key
    }

    /// What rows know an account by that must be there.
    func knownKey(of id: AccountID) throws -> AccountKey {
        guard let key = try key(of: id) else {
            throw LedgerStoreError(.rowInvalid, "A row names an account that is not there.")
        }
        return key
    }

    /// The account of a row.
    func accountID(_ number: Int64) throws -> AccountID {
        if let known = accountIDs[number] { return known }
        let id: AccountID? = try database.first(
            "SELECT account_id FROM account WHERE account_no = ?",
            [.integer(number)]
        ) { try $0.id(0) }
        guard let id else {
            throw LedgerStoreError(.rowInvalid, "A row names an account that is not there.")
        }
        accountIDs[number] = id
        return id
    }

    /// The number of accounts that are remembered.
    var rememberedAccountCount: Int { max(accountKeys.count, accountIDs.count) }

    /// Forgets accounts: what may have been taken back, or what is not needed any more.
    func forgetAccounts() {
        accountKeys.removeAll()
        accountIDs.removeAll()
    }
}
